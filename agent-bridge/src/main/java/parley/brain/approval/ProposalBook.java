package parley.brain.approval;

import java.util.List;

/** Where proposals are written down. Any thread that may block. */
public interface ProposalBook {
    /** Written down when this returns; what cannot be written down must not happen, so this fails then. */
    void keep(Proposal proposal);

    /** Those of earlier runs that wait for a decision, or were approved and never came to an end. */
    List<Proposal> unsettled();

    /** Nobody reads these afterwards. */
    static ProposalBook of(java.util.function.Consumer<Proposal> keeper) {
        return new ProposalBook() {
            @Override
            public void keep(Proposal proposal) {
                keeper.accept(proposal);
            }

            @Override
            public List<Proposal> unsettled() {
                return List.of();
            }
        };
    }
}
