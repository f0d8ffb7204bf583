package parley.conversation.driver;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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
import parley.brain.tools.AgentTools;
import parley.brain.tools.MeetingTools;
import parley.conversation.meeting.MeetingCore;
import parley.conversation.meeting.MeetingSettings;

/**
 * Brains behind a bridge. Answers to speculated turns are passed on at once, because the meeting prepares their sound and holds
 * them itself. Any thread.
 */
public final class BridgedBrain implements BrainPort.Door {
    private final BrainBridge bridge;
    private final BridgeSettings settings;
    private final Optional<AgentTools> tools;
    private final Capabilities capabilities;

    /**
     * @param tools what the gateway runs for the brain, where it does
     * @param capabilities what the meetings' connector can do
     */
    public BridgedBrain(
            BrainBridge bridge,
            BridgeSettings settings,
            Optional<AgentTools> tools,
            parley.connectors.Capabilities capabilities) {
        this.bridge = bridge;
        this.tools = tools;
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
        CompletableFuture<BrainSession> opened = new CompletableFuture<>();
        Optional<MeetingTools> running = tools.map(offered -> offered.open(
                meeting.tenant(),
                meeting.meetingId(),
                meeting.agent().agent(),
                result -> opened.thenAccept(session -> session.send(GatewayEvent.newBuilder()
                        .setAtMs(System.currentTimeMillis() - meeting.startedUnixMillis())
                        .setToolResult(result)
                        .build()))));
        BrainSession session = bridge.open(context, new Carrier(listener, running), settings);
        opened.complete(session);
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
                running.ifPresent(MeetingTools::close);
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
                .setReplyBudgetMs(meeting.patience().replyBudgetMillis())
                .addAllTools(tools.map(AgentTools::offered).orElse(List.of()));
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

    private record Carrier(BrainPort.Listener listener, Optional<MeetingTools> tools) implements BrainListener {
        @Override
        public void onReady(Welcome welcome, boolean resumed) {
            listener.ready(
                    welcome.getBrain(),
                    welcome.getWants().getLiveUtterances(),
                    welcome.getWants().getSpeculation());
        }

        @Override
        public void onAction(BrainAction action) {
            // What a tool does is outside the meeting; the meeting decides nothing about it.
            boolean taken =
                    action.hasToolCall() && tools.isPresent() && tools.get().take(action.getToolCall());
            if (!taken) {
                listener.acted(action);
            }
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
