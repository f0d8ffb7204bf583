package parley.server.cli;

import java.util.Map;
import java.util.TreeMap;
import parley.server.doctor.DoctorCommand;

/** Every command by its name. */
final class Commands {
    private Commands() {}

    static Map<String, Command> all() {
        Map<String, String> environment = System.getenv();
        Map<String, Command> commands = new TreeMap<>();
        commands.put("doctor", new DoctorCommand(environment));
        return commands;
    }
}
