package parley.connectors;

/**
 * What a platform lets an agent do and see. Where it says false, the matching action answers {@link
 * ActionResult#UNSUPPORTED} and the matching event never comes.
 *
 * @param voicesApart each participant's voice arrives for itself; else one mix, under one participant's id
 * @param speak the agent can be heard
 * @param writeChat the agent can write
 * @param readChat what people write arrives
 * @param raiseHand the agent can raise a hand
 * @param seeHands people's raised hands arrive
 * @param seeMuted whether people are muted is known
 * @param lobby somebody may have to admit the agent
 * @param hosts the gateway is the meeting's host: people come to it by a link
 */
public record Capabilities(
        boolean voicesApart,
        boolean speak,
        boolean writeChat,
        boolean readChat,
        boolean raiseHand,
        boolean seeHands,
        boolean seeMuted,
        boolean lobby,
        boolean hosts) {}
