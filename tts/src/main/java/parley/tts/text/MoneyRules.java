package parley.tts.text;

import static parley.tts.text.EnglishNumbers.cardinal;
import static parley.tts.text.EnglishNumbers.decimal;
import static parley.tts.text.Rule.group;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Amounts of money, with the sign before or the code on either side. */
final class MoneyRules {
    private record Currency(String one, String many, String cent, String cents) {}

    private static final Currency DOLLAR = new Currency("dollar", "dollars", "cent", "cents");
    private static final Currency EURO = new Currency("euro", "euros", "cent", "cents");
    private static final Currency POUND = new Currency("pound", "pounds", "penny", "pence");
    private static final Currency YEN = new Currency("yen", "yen", "sen", "sen");
    private static final Currency FRANC = new Currency("franc", "francs", "centime", "centimes");

    private static final Map<String, Currency> CURRENCIES = Map.ofEntries(
            Map.entry("$", DOLLAR),
            Map.entry("US$", DOLLAR),
            Map.entry("USD", DOLLAR),
            Map.entry("\u20ac", EURO),
            Map.entry("EUR", EURO),
            Map.entry("\u00a3", POUND),
            Map.entry("GBP", POUND),
            Map.entry("\u00a5", YEN),
            Map.entry("JPY", YEN),
            Map.entry("CHF", FRANC),
            Map.entry("\u20b9", new Currency("rupee", "rupees", "paisa", "paise")),
            Map.entry("INR", new Currency("rupee", "rupees", "paisa", "paise")),
            Map.entry("CNY", new Currency("yuan", "yuan", "fen", "fen")),
            Map.entry("SEK", new Currency("krona", "kronor", "ore", "ore")),
            Map.entry("CAD", new Currency("Canadian dollar", "Canadian dollars", "cent", "cents")),
            Map.entry("AUD", new Currency("Australian dollar", "Australian dollars", "cent", "cents")),
            Map.entry("BTC", new Currency("bitcoin", "bitcoin", "", "")));

    private static final String SIGN = "(US\\$|[$\u20ac\u00a3\u00a5\u20b9])";
    private static final String CODE = "(USD|EUR|GBP|JPY|CHF|INR|CNY|SEK|CAD|AUD|BTC)";
    private static final String AMOUNT = "((?:\\d{1,3}(?:,\\d{3}){1,9}|\\d+))(\\.\\d+)?";
    private static final String SCALE =
            "(?:\\s?(million|billion|trillion|thousand|bn|mm|mn|tn|[kKmMbBtT])(?![A-Za-z]))?";
    private static final String PER =
            "(?:\\s?/\\s?(month|mo|year|yr|hour|hr|day|week|wk|user|seat|unit|person|kg|lb|kWh|GB))?";
    private static final Map<String, String> PERIODS = Map.of(
            "mo",
            "month",
            "yr",
            "year",
            "hr",
            "hour",
            "wk",
            "week",
            "kg",
            "kilogram",
            "lb",
            "pound",
            "kWh",
            "kilowatt hour",
            "GB",
            "gigabyte");

    private MoneyRules() {}

    static List<Rule> rules() {
        return List.of(
                Rule.of(SIGN + AMOUNT + "\\s?[-\u2013]\\s?" + SIGN + "?" + AMOUNT + SCALE, m -> {
                    Currency currency = CURRENCIES.get(m.group(1));
                    String scale = m.group(7) == null ? "" : " " + NumberRules.scale(m.group(7));
                    return currency == null
                            ? null
                            : decimal(m.group(2) + group(m, 3)) + " to " + decimal(m.group(5) + group(m, 6)) + scale
                                    + " " + currency.many();
                }),
                Rule.of("([-\u2212]?)" + SIGN + "\\s?([-\u2212]?)" + AMOUNT + SCALE + "(\\+?)" + PER, m -> {
                    String sign = m.group(1).isEmpty() && m.group(3).isEmpty() ? "" : "minus ";
                    String said = said(m.group(2), m.group(4), group(m, 5), m.group(6));
                    return said == null ? null : sign + said + (m.group(7).isEmpty() ? "" : " plus") + per(m.group(8));
                }),
                Rule.of(CODE + "\\s?" + AMOUNT + SCALE + PER, m -> {
                    String said = said(m.group(1), m.group(2), group(m, 3), m.group(4));
                    return said == null ? null : said + per(m.group(5));
                }),
                Rule.of(AMOUNT + SCALE + "\\s?(?:" + CODE + "|([\u20ac\u00a3\u00a5\u20b9]))" + PER, m -> {
                    String said =
                            said(m.group(4) != null ? m.group(4) : group(m, 5), m.group(1), group(m, 2), m.group(3));
                    return said == null ? null : said + per(m.group(6));
                }),
                Rule.of(
                        "(\\d+)\\s?\u00a2",
                        m -> cardinal(m.group(1)) + (m.group(1).equals("1") ? " cent" : " cents")));
    }

    private static String per(@Nullable String unit) {
        return unit == null ? "" : " per " + PERIODS.getOrDefault(unit, unit);
    }

    private static @Nullable String said(String sign, String whole, String fraction, @Nullable String scale) {
        Currency currency = CURRENCIES.get(sign);
        if (currency == null) {
            return null;
        }
        if (scale != null) {
            return decimal(whole + fraction) + " " + NumberRules.scale(scale) + " " + currency.many();
        }
        String plain = whole.replace(",", "");
        String units = cardinal(plain) + " " + (plain.equals("1") ? currency.one() : currency.many());
        if (fraction.isEmpty() || fraction.equals(".00")) {
            return units;
        }
        if (fraction.length() != 3 || currency.cent().isEmpty()) {
            return decimal(whole + fraction) + " " + currency.many();
        }
        int cents = Integer.parseInt(fraction.substring(1));
        String small = cardinal(cents) + " " + (cents == 1 ? currency.cent() : currency.cents());
        return plain.equals("0") ? small : units + " and " + small;
    }
}
