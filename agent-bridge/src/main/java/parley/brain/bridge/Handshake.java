package parley.brain.bridge;

import java.util.Optional;
import parley.agent.v1.Error;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Hello;
import parley.agent.v1.Version;
import parley.agent.v1.Welcome;
import parley.contract.Contract;

/** How a stream begins: what the gateway says of itself, and which brains it can speak with. */
final class Handshake {
    private Handshake() {}

    /** @param resumeFromSeq the first event that the brain may not have; 0 where it does not know the meeting */
    static GatewayEvent.Builder hello(MeetingContext context, String gateway, long resumeFromSeq) {
        return GatewayEvent.newBuilder()
                .setHello(Hello.newBuilder()
                        .setVersion(Version.newBuilder()
                                .setMajor(Contract.AGENT_MAJOR)
                                .setMinor(Contract.AGENT_MINOR))
                        .setMeetingId(context.meetingId())
                        .setTenant(context.tenant())
                        .setAgent(context.agent())
                        .setGateway(gateway)
                        .setResumeFromSeq(resumeFromSeq)
                        .putAllAttributes(context.attributes()));
    }

    /** What a brain of another major version is told. */
    static Optional<Fault> refusal(Welcome welcome) {
        return welcome.getVersion().getMajor() == Contract.AGENT_MAJOR
                ? Optional.empty()
                : Optional.of(
                        new Fault(Error.Code.CODE_VERSION, "this gateway speaks version " + Contract.AGENT_MAJOR));
    }

    static String otherVersion(Welcome welcome) {
        return "the brain speaks version " + welcome.getVersion().getMajor() + " of the contract, not "
                + Contract.AGENT_MAJOR;
    }
}
