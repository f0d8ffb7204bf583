package parley.server.cli;

import java.util.Map;
import java.util.TreeMap;
import parley.brain.cli.BrainCommand;
import parley.brain.cli.MemoryCommand;
import parley.conversation.rehearsal.RehearseCommand;
import parley.conversation.replay.ReplayCommand;
import parley.inference.cli.ModelsCommand;
import parley.server.demo.DemoCommand;
import parley.server.doctor.DoctorCommand;
import parley.server.keys.KeysCommand;
import parley.server.keys.MasterKeyCommand;
import parley.server.node.ServeCommand;
import parley.server.recording.ConvertCommand;
import parley.stt.cli.TranscribeCommand;
import parley.tts.cli.SayCommand;
import parley.turns.cli.TurnsCommand;

/** Every command by its name. */
final class Commands {
    private Commands() {}

    static Map<String, Command> all() {
        Map<String, String> environment = System.getenv();
        Map<String, Command> commands = new TreeMap<>();
        commands.put("demo", new DemoCommand(environment));
        commands.put("serve", new ServeCommand(environment));
        commands.put("keys", new KeysCommand(environment));
        commands.put("master-key", new MasterKeyCommand(environment));
        commands.put("doctor", new DoctorCommand(environment));
        commands.put("bench", new BenchCommand());
        commands.put("transcribe", (list, t) -> TranscribeCommand.run(list, t.out(), t.err()));
        commands.put("convert", new ConvertCommand());
        commands.put("say", (list, t) -> SayCommand.run(list, t.in(), t.out(), t.err()));
        commands.put("turns", (list, t) -> TurnsCommand.run(list, t.out(), t.err()));
        commands.put("models", (list, t) -> ModelsCommand.run(list, t.out(), t.err()));
        commands.put("brain", (list, t) -> BrainCommand.run(list, t.out(), t.err()));
        commands.put("memory", (list, t) -> MemoryCommand.run(list, t.out(), t.err()));
        commands.put("rehearse", (list, t) -> RehearseCommand.run(list, t.out(), t.err()));
        commands.put("replay", (list, t) -> ReplayCommand.run(list, t.out(), t.err()));
        return commands;
    }
}
