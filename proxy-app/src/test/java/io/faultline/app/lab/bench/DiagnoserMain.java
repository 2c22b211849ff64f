package io.faultline.app.lab.bench;

import io.faultline.app.cli.FaultlineCommand;
import io.faultline.app.process.Terminal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The program's own command line, kept warm on the proxy's host: one JVM for all diagnoses of the lab.
 * Takes arguments, parted by tabs, and answers with the exit code and what the command printed.
 */
public final class DiagnoserMain {

    private DiagnoserMain() {}

    @SuppressWarnings("SystemOut") // the port is the program's output
    public static void main(String[] args) throws IOException {
        try (var listener = new ServerSocket(0, 50, InetAddress.ofLiteral(args[0]))) {
            System.out.println("listening " + listener.getLocalPort());
            while (true) {
                try (Socket client = listener.accept()) {
                    answer(client);
                }
            }
        }
    }

    private static void answer(Socket client) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringWriter();
        var warned = new StringWriter();
        var out = new PrintWriter(said);
        var err = new PrintWriter(warned);
        String line = in.readLine();
        int exit =
                FaultlineCommand.commandLine(new Terminal(out, err, false))
                        .execute(line.split("\t"));
        out.flush();
        err.flush();
        String text = said.toString().isEmpty() ? warned.toString() : said.toString();
        client.getOutputStream().write((exit + "\n" + text).getBytes(StandardCharsets.UTF_8));
    }
}
