package parley.conversation.rehearsal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What this process has used of the machine since it was made. */
public final class ProcessUse {
    private final Duration cpuBefore = cpu();
    private final long beforeNanos = System.nanoTime();

    /** Cores, on average. */
    public double cores() {
        long wall = Math.max(1, System.nanoTime() - beforeNanos);
        return (double) cpu().minus(cpuBefore).toNanos() / wall;
    }

    /** Resident memory; where the system does not tell, the heap. */
    public static double rssMb() {
        try {
            Optional<String> line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(l -> l.startsWith("VmRSS:"))
                    .findFirst();
            if (line.isPresent()) {
                return Double.parseDouble(line.get().replaceAll("[^0-9]", "")) / 1024;
            }
        } catch (IOException e) {
            // No such file on this system; the heap is the next best answer.
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
