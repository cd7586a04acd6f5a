import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene over the terms that the other systems get: builds an index of one segment, opens it, asks it, writes JSON.
 *
 * Arguments: a file of paragraphs (a line each, terms with blanks between), a file of questions (a line each, a term and
 * its weight by turns, tabs between), a folder for the index, k1, b, how many hits, how often each question is asked,
 * and after how many seconds no further question is. One thread asks; what Lucene keeps of earlier answers is turned off.
 * Times are the processor's: of the thread that asks, and while building of the whole process.
 */
public class Peer {
    private static final String FIELD = "terms";
    private static final int WARMING = 2;
    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[2]);
        BM25Similarity similarity =
            new BM25Similarity(Float.parseFloat(arguments[3]), Float.parseFloat(arguments[4]));
        int hits = Integer.parseInt(arguments[5]);
        int times = Integer.parseInt(arguments[6]);
        double enough = Double.parseDouble(arguments[7]);
        List<Query> queries = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8)) {
            queries.add(query(line.split("\t")));
        }
        try (Directory directory = new MMapDirectory(folder)) {
            long begin = PROCESS.getProcessCpuTime();
            build(directory, Path.of(arguments[0]), similarity);
            long built = PROCESS.getProcessCpuTime();
            try (DirectoryReader reader = DirectoryReader.open(directory)) {
                IndexSearcher searcher = new IndexSearcher(reader);
                searcher.setSimilarity(similarity);
                searcher.setQueryCache(null);
                searcher.search(queries.get(0), hits);
                long opened = PROCESS.getProcessCpuTime();
                long warming = System.nanoTime();
                for (int round = 0; round < WARMING; round++) {
                    for (Query query : queries) {
                        searcher.search(query, hits);
                        if (seconds(warming, System.nanoTime()) > enough) {
                            break;
                        }
                    }
                }
                ask(searcher, queries, hits, times, enough, seconds(begin, opened), seconds(built, opened));
            }
        }
    }

    private static void build(Directory directory, Path texts, BM25Similarity similarity) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
        config.setSimilarity(similarity);
        config.setRAMBufferSizeMB(1024);
        FieldType counted = new FieldType();
        counted.setTokenized(true);
        counted.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        counted.freeze();
        try (IndexWriter writer = new IndexWriter(directory, config);
             BufferedReader lines = Files.newBufferedReader(texts, StandardCharsets.UTF_8)) {
            long place = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Document document = new Document();
                document.add(new Field(FIELD, line, counted));
                document.add(new NumericDocValuesField("place", place++));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
            writer.commit();
        }
    }

    private static Query query(String[] parts) {
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        for (int part = 0; part + 1 < parts.length; part += 2) {
            Query term = new TermQuery(new Term(FIELD, parts[part]));
            float weight = Float.parseFloat(parts[part + 1]);
            builder.add(weight == 1 ? term : new BoostQuery(term, weight), BooleanClause.Occur.SHOULD);
        }
        return builder.build();
    }

    private static void ask(
        IndexSearcher searcher, List<Query> queries, int hits, int times, double enough, double build, double opened
    ) throws IOException {
        StringJoiner each = new StringJoiner(",", "[", "]");
        StringJoiner best = new StringJoiner(",", "[", "]");
        long begin = System.nanoTime();
        for (Query query : queries) {
            double least = Double.MAX_VALUE;
            ScoreDoc[] found = {};
            for (int time = 0; time < times; time++) {
                long start = THREAD.getCurrentThreadCpuTime();
                found = searcher.search(query, hits).scoreDocs;
                least = Math.min(least, seconds(start, THREAD.getCurrentThreadCpuTime()));
            }
            each.add(Double.toString(least));
            best.add(places(searcher, found));
            if (seconds(begin, System.nanoTime()) > enough) {
                break;
            }
        }
        System.out.printf(
            "{\"build\":%s,\"opened\":%s,\"memory\":%d,\"each\":%s,\"best\":%s}%n", build, opened, peak(), each, best
        );
    }

    private static String places(IndexSearcher searcher, ScoreDoc[] found) throws IOException {
        LeafReaderContext leaf = searcher.getIndexReader().leaves().get(0);
        StringJoiner places = new StringJoiner(",", "[", "]");
        for (ScoreDoc one : found) {
            NumericDocValues values = leaf.reader().getNumericDocValues("place");
            values.advanceExact(one.doc);
            places.add(Long.toString(values.longValue()));
        }
        return places.toString();
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /** The most memory that this process has held, in bytes (Linux). */
    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        return 0;
    }
}
