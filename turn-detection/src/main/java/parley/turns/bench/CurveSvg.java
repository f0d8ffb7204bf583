package parley.turns.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws cut-ins against delay, a line for each way of deciding. */
final class CurveSvg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 460;
    private static final int LEFT = 64;
    private static final int BOTTOM = 52;
    private static final int TOP = 40;
    private static final int RIGHT = 20;
    private static final double MOST_MILLIS = 1800;
    private static final double MOST_CUT = 0.5;
    private static final List<String> COLOURS = List.of("#1f6f8b", "#c2571a", "#6b8e23", "#7a4b9d");

    private CurveSvg() {}

    static String draw(Map<String, List<EndBench.Point>> curves) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH,
                HEIGHT));
        for (int millis = 0; millis <= MOST_MILLIS; millis += 300) {
            line(svg, x(millis), y(0), x(millis), y(MOST_CUT), "#ddd");
            text(svg, x(millis), HEIGHT - BOTTOM + 18, "middle", Integer.toString(millis));
        }
        for (int percent = 0; percent <= 50; percent += 10) {
            line(svg, x(0), y(percent / 100.0), x(MOST_MILLIS), y(percent / 100.0), "#ddd");
            text(svg, LEFT - 8, y(percent / 100.0) + 4, "end", percent + "%");
        }
        text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 12, "middle", "mean delay after the end of the turn, ms");
        text(svg, LEFT, 22, "start", "turns that were cut in on, against delay");
        int at = 0;
        for (Map.Entry<String, List<EndBench.Point>> curve : curves.entrySet()) {
            String colour = COLOURS.get(at % COLOURS.size());
            StringBuilder points = new StringBuilder();
            for (EndBench.Point p : curve.getValue()) {
                if (p.delayMillis() <= MOST_MILLIS && p.cutoffs() <= MOST_CUT) {
                    points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(p.delayMillis()), y(p.cutoffs())));
                }
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
                    points.toString().strip(),
                    colour));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n",
                    WIDTH - 230,
                    TOP + 12 + 20 * at,
                    colour));
            text(svg, WIDTH - 212, TOP + 22 + 20 * at, "start", curve.getKey());
            at++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static double x(double millis) {
        return LEFT + millis / MOST_MILLIS * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double cut) {
        return HEIGHT - BOTTOM - cut / MOST_CUT * (HEIGHT - BOTTOM - TOP);
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2, String colour) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
                x1,
                y1,
                x2,
                y2,
                colour));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, words));
    }
}
