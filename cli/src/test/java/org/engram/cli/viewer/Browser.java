package org.engram.cli.viewer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A headless Chromium with a fresh profile that records what a page says and what it asks for. */
public final class Browser implements AutoCloseable {
    private static final List<Path> BROWSERS = List.of(Path.of("/usr/bin/chromium"),
            Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /**
     * @param profile an empty folder
     * @param arguments further arguments for Chromium
     * @return a browser; the calling test is skipped when Chromium or its driver is not installed
     */
    public static Browser start(Path profile, String... arguments) {
        Path binary = BROWSERS.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(binary != null,
                "chromium is not installed: the page was not tried in a browser");
        Assumptions.assumeTrue(Files.isExecutable(DRIVER), DRIVER + " is not installed");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(binary.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--use-angle=swiftshader",
                "--enable-unsafe-swiftshader", "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync", "--no-first-run", "--hide-scrollbars", "--user-data-dir=" + profile);
        options.addArguments(arguments);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort().build();
        ChromeDriver driver = new ChromeDriver(service, options);
        driver.manage().window().setSize(new Dimension(860, 620));
        return new Browser(driver);
    }

    /**
     * Opens a page and waits until its viewers, if any, are ready.
     *
     * @param page a file
     */
    public void open(Path page) {
        driver.manage().logs().get(LogType.BROWSER);
        driver.manage().logs().get(LogType.PERFORMANCE);
        driver.get(page.toUri().toString());
        new WebDriverWait(driver, PATIENCE).until(any -> (Boolean) run("""
                return [...document.querySelectorAll('[data-engram-viewer]')]
                    .every(v => v.dataset.state === 'ready' || v.dataset.state === 'failed'
                        || !v.querySelector('script'));"""));
    }

    /**
     * @param script JavaScript with a return statement
     * @param arguments what it sees as {@code arguments}
     * @return its value
     */
    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver).executeScript(script, arguments);
    }

    /**
     * Moves a slider of the first viewer as a hand would, and waits for the picture.
     *
     * @param control the control's name
     * @param value the new value
     */
    public void move(String control, double value) {
        set(control, value);
    }

    /**
     * Picks from a list of the first viewer.
     *
     * @param control the control's name
     * @param key the key of the entry
     */
    public void choose(String control, String key) {
        set(control, key);
    }

    private void set(String control, Object value) {
        run("""
                const input = document.querySelector(`[data-control="${arguments[0]}"]`);
                input.value = arguments[1];
                input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input', {bubbles: true}));""",
                control, value);
        settle();
    }

    /** Waits for two frames, after which asked-for drawing has happened. */
    public void settle() {
        ((JavascriptExecutor) driver).executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 60);""");
    }

    /**
     * @param viewer which viewer, from 0
     * @return a fingerprint of its canvas and the number of distinct colours there: {@code [hash, colours]}
     */
    @SuppressWarnings("unchecked")
    public List<Object> canvas(int viewer) {
        return (List<Object>) run("""
                const nv = window.engramViewers[arguments[0]].nv;
                nv.drawScene();
                const gl = nv.gl, w = gl.drawingBufferWidth, h = gl.drawingBufferHeight;
                const px = new Uint8Array(w * h * 4);
                gl.readPixels(0, 0, w, h, gl.RGBA, gl.UNSIGNED_BYTE, px);
                let hash = 7; const colours = new Set();
                for (let i = 0; i < px.length; i += 4) {
                    const c = px[i] << 16 | px[i + 1] << 8 | px[i + 2];
                    hash = (Math.imul(hash, 31) + c) | 0; colours.add(c);
                }
                return [hash, colours.size];""", viewer);
    }

    /**
     * @param selector a CSS selector
     * @return the visible text of the first match
     */
    public String text(String selector) {
        return (String) run("return document.querySelector(arguments[0]).innerText;", selector);
    }

    /** @return what the page wrote to the console as warnings or errors */
    public List<String> complaints() {
        List<String> found = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            // Chromium's own remarks about drawing without a graphics card are not the page's.
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()
                    && !entry.getMessage().contains("GL Driver Message")
                    && !entry.getMessage().contains("software WebGL")) {
                found.add(entry.getMessage());
            }
        }
        return found;
    }

    /** @return the addresses the page asked for since {@link #open}, but itself, data and blobs */
    public List<String> requests() {
        List<String> found = new ArrayList<>();
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            String message = entry.getMessage();
            if (!message.contains("\"Network.requestWillBeSent\"")) {
                continue;
            }
            String url = message.replaceAll("(?s).*?\"request\":\\{.*?\"url\":\"([^\"]*)\".*", "$1");
            if (!url.startsWith("data:") && !url.startsWith("blob:") && !url.startsWith("file:")
                    && !url.startsWith("chrome:")) {
                found.add(url);
            }
        }
        return found;
    }

    /**
     * Writes what the window shows, when {@code -Dengram.screenshots=true} asks for pictures to look at: drawing large
     * windows without a graphics card takes minutes.
     *
     * @param target a PNG file
     * @param width of the window, pixels
     * @param height of the window, pixels
     * @throws java.io.IOException if writing fails
     */
    public void screenshot(Path target, int width, int height) throws java.io.IOException {
        if (!Boolean.getBoolean("engram.screenshots")) {
            return;
        }
        driver.manage().window().setSize(new Dimension(width, height));
        settle();
        Files.write(target, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
