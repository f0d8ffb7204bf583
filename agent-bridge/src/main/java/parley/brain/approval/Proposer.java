package parley.brain.approval;

/** The meeting that proposed something, as long as it lasts: it runs what was approved and hears what became of it. Any thread. */
public interface Proposer extends ToolRunner {
    /** @param result all that the tool answered; empty where it did not run */
    void told(Proposal settled, String result);
}
