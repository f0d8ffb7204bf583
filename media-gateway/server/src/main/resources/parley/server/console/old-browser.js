// For browsers without modules, which run nothing else of these pages.
document.addEventListener("DOMContentLoaded", function () {
  document.getElementById("main").textContent = "This browser is too old for Parley. Use a current Chrome, Edge, Firefox or Safari.";
});
