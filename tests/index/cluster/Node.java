import java.util.Arrays;
import java.util.List;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node in this JVM, on loopback, until standard input ends or the process is told to go.
 *
 * Arguments: its name, its folder, its HTTP port, and the transport ports of all nodes, its own first.
 * Java runs it from its source: java -cp JARS Node.java node-1 /tmp/node-1 9201 9301 9302 9303
 */
public class Node {
    public static void main(String[] arguments) throws Exception {
        String name = arguments[0];
        List<String> ports = Arrays.asList(arguments).subList(3, arguments.length);
        OpenSearchRunner runner = new OpenSearchRunner();
        runner.setMaxHttpPort(-1);
        runner.onBuild((number, settings) -> {
            settings.put("node.name", name);
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", arguments[2]);
            settings.put("transport.port", ports.get(0));
            settings.putList("discovery.seed_hosts", ports.stream().map(port -> "127.0.0.1:" + port).toList());
            settings.putList("cluster.initial_cluster_manager_nodes", "node-1", "node-2", "node-3");
            // The disk belongs to others too: how full it is says nothing about this cluster.
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
        });
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                runner.close();
            } catch (Exception error) {
                System.err.println(error);
            }
        }));
        runner.build(OpenSearchRunner.newConfigs().basePath(arguments[1]).clusterName("yuanhua-test").numOfNode(1));
        // Whoever started this node holds the other end: when they are gone, so is it.
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }
}
