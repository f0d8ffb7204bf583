package parley.conversation.driver;

import parley.agent.v1.AgendaItem;
import parley.agent.v1.BrainAction;
import parley.agent.v1.BudgetNotice;
import parley.agent.v1.Capabilities;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Participant;
import parley.agent.v1.Persona;
import parley.agent.v1.Welcome;
import parley.brain.bridge.BrainBridge;
import parley.brain.bridge.BrainListener;
import parley.brain.bridge.BrainSession;
import parley.brain.bridge.BridgeSettings;
import parley.brain.bridge.MeetingContext;
import parley.conversation.meeting.MeetingCore;
import parley.conversation.meeting.MeetingSettings;

/**
 * Brains behind a bridge. Answers to speculated turns are passed on at once, because the meeting prepares their sound and holds
 * them itself. Any thread.
 */
public final class BridgedBrain implements BrainPort.Door {
    private final BrainBridge bridge;
    private final BridgeSettings settings;
    private final Capabilities capabilities;

    /** @param capabilities what the meetings' connector can do */
    public BridgedBrain(BrainBridge bridge, BridgeSettings settings, parley.connectors.Capabilities capabilities) {
        this.bridge = bridge;
        this.settings = settings.passingSpeculatedAnswersOn();
        this.capabilities = Capabilities.newBuilder()
                .setSpeak(capabilities.speak())
                .setChat(capabilities.writeChat())
                .setRaiseHand(capabilities.raiseHand())
                .setPerParticipantAudio(capabilities.voicesApart())
                .setSpeculation(true)
                .setWordTimes(true)
                .build();
    }

    @Override
    public BrainPort open(MeetingSettings meeting, BrainPort.Listener listener) {
        MeetingContext context = new MeetingContext(
                meeting.meetingId(), meeting.tenant(), meeting.agent().agent(), meeting.attributes(), opened(meeting));
        BrainSession session = bridge.open(context, new Carrier(listener), settings);
        return new BrainPort() {
            @Override
            public void send(GatewayEvent event) {
                session.send(event);
            }

            @Override
            public void count(long heardMillis, long spokenMillis) {
                session.count(heardMillis, spokenMillis);
            }

            @Override
            public void close(String reason) {
                session.close(reason);
            }
        };
    }

    private MeetingOpened opened(MeetingSettings meeting) {
        MeetingSettings.Agent agent = meeting.agent();
        MeetingOpened.Builder opened = MeetingOpened.newBuilder()
                .setTitle(meeting.title())
                .setPersona(Persona.newBuilder()
                        .setName(agent.name())
                        .addAllAliases(agent.aliases())
                        .setRole(agent.role())
                        .setVoice(agent.voice())
                        .setInstructions(agent.instructions()))
                .addParticipants(Participant.newBuilder()
                        .setId(MeetingCore.SELF)
                        .setName(agent.name())
                        .setKind(Participant.Kind.KIND_SELF))
                .setPolicy(
                        switch (meeting.policy()) {
                            case AUTOMATIC, CONVERSATION -> FloorPolicy.FLOOR_POLICY_CONVERSATION;
                            case ADDRESSED -> FloorPolicy.FLOOR_POLICY_ADDRESSED;
                            case FACILITATOR -> FloorPolicy.FLOOR_POLICY_FACILITATOR;
                            case SCRIBE -> FloorPolicy.FLOOR_POLICY_SCRIBE;
                        })
                .setCapabilities(capabilities)
                .setLanguage(meeting.language())
                .setStartedUnixMs(meeting.startedUnixMillis())
                .setReplyBudgetMs(meeting.replyBudgetMillis());
        for (MeetingSettings.AgendaItem item : meeting.agenda()) {
            opened.addAgenda(AgendaItem.newBuilder()
                    .setId(item.id())
                    .setTitle(item.title())
                    .setDescription(item.description())
                    .setMinutes(item.minutes())
                    .setOwner(item.owner()));
        }
        return opened.build();
    }

    private record Carrier(BrainPort.Listener listener) implements BrainListener {
        @Override
        public void onReady(Welcome welcome, boolean resumed) {
            listener.ready(
                    welcome.getBrain(),
                    welcome.getWants().getLiveUtterances(),
                    welcome.getWants().getSpeculation());
        }

        @Override
        public void onAction(BrainAction action) {
            listener.acted(action);
        }

        @Override
        public void onLost(String reason, boolean forGood) {
            listener.lost(reason, forGood);
        }

        @Override
        public void onBudget(BudgetNotice notice) {
            listener.budget(notice.getBudget(), notice.getUsed(), notice.getExhausted());
        }
    }
}
