import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { comparisonPage } from "../../src/compare/page/comparison-page.ts";
import { ROOT } from "../transcript.ts";
import { compareLines, weekLines } from "./compared-week.ts";

const found = spawnSync(process.execPath, [join(ROOT, "scripts/install-chromium.mjs")], { encoding: "utf8" });
const program = found.status === 0 ? found.stdout.trim() : undefined;
if (!program) console.warn(`the page is not tested: ${found.stderr.trim()}`);

/** No sandbox, since tests may run as root; nothing that calls home. */
const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const HOSTILE = `<img src="https://example.org/x" onerror="document.title='bad'"> & "quoted"`;

const folder = mkdtempSync(join(tmpdir(), "actdef-page-"));
const file = join(folder, "page.html");
const { comparison, lanes } = compareLines(weekLines("seed"), { explained: { "2026-06-23T02:15Z": HOSTILE } });
writeFileSync(file, comparisonPage(comparison, lanes));

let browser: Browser;
beforeAll(async () => {
  if (program) browser = await chromium.launch({ executablePath: program, args: ARGUMENTS });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly page: Page;
  /** Addresses that were asked for, and what was complained of. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

async function opened(options: BrowserContextOptions = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, ...options });
  const [requests, complaints]: [string[], string[]] = [[], []];
  page.on("request", (request) => requests.push(request.url()));
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(pathToFileURL(file).href);
  return { page, requests, complaints };
}

const DAYS = ["06-21", "06-22", "06-23", "06-24", "06-25", "06-26", "06-27"];

const cellAt = (page: Page, name: string) => page.locator(`[role=gridcell][aria-label^="${name}"]`);
const told = (page: Page) => page.locator("#told").textContent();

describe.skipIf(!program)("the page in Chromium", () => {
  test("loads nothing but itself, and complains of nothing", async () => {
    const { page, requests, complaints } = await opened();
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
    expect(await page.locator(".verdict").textContent()).toContain("verdict: successful (7 of 7 criteria)");
    expect(await page.title()).toContain("State Hub consistency sync: parallel run 2026-06-21 .. 2026-06-28");
    await page.close();
  });

  test("shows what comes from outside as text", async () => {
    const { page } = await opened();
    expect(await page.getByRole("cell", { name: HOSTILE }).count()).toBe(1);
    expect(await page.locator("img").count()).toBe(0);
    await page.close();
  });

  test("has a grid of every slot, with names that are read out", async () => {
    const { page } = await opened();
    const grid = page.getByRole("grid", { name: "Every slot of every runner" });
    expect(await grid.getByRole("gridcell").count()).toBe(2 * 672);
    expect(await grid.getByRole("rowheader", { name: "activity-core" }).count()).toBe(7);
    expect(
      await grid.getByRole("gridcell", { name: "2026-06-22 00:15Z, local-timer: no run: host asleep" }).count(),
    ).toBe(1);
    expect(await page.getByRole("img").or(page.locator("svg[aria-label][aria-description]")).count()).toBe(2);
    await page.close();
  });

  test("is one stop of the tab key, and arrow keys lead through it", async () => {
    const { page } = await opened();
    expect(await page.locator('#grid [tabindex="0"]').count()).toBe(1);
    await page.locator('#grid [tabindex="0"]').focus();
    expect(await told(page)).toMatch(/^2026-06-21 00:00Z, local-timer: no run, not compared/);
    await page.keyboard.press("ArrowRight");
    expect(await told(page)).toMatch(/^2026-06-21 00:15Z, local-timer/);
    await page.keyboard.press("ArrowDown");
    expect(await told(page)).toMatch(/^2026-06-21 00:15Z, activity-core/);
    await page.keyboard.press("ArrowDown");
    expect(await told(page)).toMatch(/^2026-06-22 00:15Z, local-timer/);
    await page.keyboard.press("End");
    expect(await told(page)).toMatch(/^2026-06-22 23:45Z, local-timer/);
    await page.keyboard.press("Control+End");
    expect(await told(page)).toMatch(/^2026-06-27 23:45Z, activity-core/);
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("PageDown");
    expect(await told(page)).toMatch(/^2026-06-21 01:00Z, local-timer/);
    expect(await page.locator('#grid [tabindex="0"]').count()).toBe(1);
    await page.close();
  });

  test("tells of a slot that is pointed at", async () => {
    const { page } = await opened();
    await cellAt(page, "2026-06-23 02:15Z, activity-core").hover();
    expect(await told(page)).toMatch(/activity-core: failed, began 0.\d s after its fire, took 30 s, explained: <img/);
    await page.close();
  });

  test("hides a runner, in the grid and in the plots, and the arrow keys pass it over", async () => {
    const { page } = await opened();
    const dots = page.locator(".dots-0-ok").first();
    expect(await dots.isVisible()).toBe(true);
    await page.getByRole("checkbox", { name: "local-timer" }).uncheck();
    expect(await page.locator("#grid tbody tr:visible").count()).toBe(7);
    expect(await dots.isVisible()).toBe(false);
    expect(await page.locator("#shown").textContent()).toBe("672 of 1344 slots shown");
    await page.locator('#grid [tabindex="0"]').focus();
    await page.keyboard.press("ArrowDown");
    expect(await told(page)).toMatch(/^2026-06-22 00:00Z, activity-core/);
    expect(await page.locator("#grid tr:visible:not(.again) .day").allTextContents()).toEqual(DAYS);
    await page.close();
  });

  test("dims outcomes, by the keyboard alone", async () => {
    const { page } = await opened();
    await page.getByRole("checkbox", { name: /^ok \d+/ }).focus();
    await page.keyboard.press("Space");
    expect(await cellAt(page, "2026-06-26 12:00Z, activity-core").getAttribute("class")).toContain("dim");
    expect(await cellAt(page, "2026-06-23 02:15Z, activity-core").getAttribute("class")).not.toContain("dim");
    await page.close();
  });

  test("is whole without scripts", async () => {
    const { page } = await opened({ javaScriptEnabled: false });
    expect(await page.getByRole("gridcell").count()).toBe(2 * 672);
    expect(await page.locator("#filters").isVisible()).toBe(false);
    await page.close();
  });

  test.each([390, 768, 1280])("does not scroll sideways as a whole at %d pixels", async (width) => {
    const { page } = await opened({ viewport: { width, height: 800 } });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    await page.close();
  });

  test.each(["light", "dark"] as const)(
    "can be read in a %s scheme, and never by colour alone",
    async (colorScheme) => {
      const { page } = await opened({ colorScheme });
      const keys = await page.evaluate(CONTRASTS);
      for (const { name, ratio } of keys as { name: string; ratio: number }[]) {
        expect(ratio, `${name} in ${colorScheme}`).toBeGreaterThanOrEqual(4.5);
      }
      const signs = await page.locator(".key").allTextContents();
      expect(new Set(signs.filter((sign) => sign !== "")).size).toBe(signs.filter((sign) => sign !== "").length);
      await page.close();
    },
  );

  test("follows the reader's scheme", async () => {
    const backs = [];
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await opened({ colorScheme });
      backs.push(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
      await page.close();
    }
    expect(backs).toEqual(["rgb(255, 255, 255)", "rgb(17, 22, 28)"]);
  });
});

/** The contrast of text to its ground, as WCAG 2.2 counts it, for the text itself and for the signs of the legend. */
const CONTRASTS = `(() => {
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = (text) => {
    const [r, g, b] = text.match(/[\\d.]+/g).map(Number);
    return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  };
  const groundOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
    }
  };
  const elements = [...document.querySelectorAll(".key, .soft, h1, .verdict, .verdict small, .mark, figcaption, .count, #told")];
  return elements.map((element) => {
    const [a, b] = [light(getComputedStyle(element).color), light(groundOf(element))].sort((x, y) => y - x);
    return { name: element.className || element.tagName, ratio: (a + 0.05) / (b + 0.05) };
  });
})()`;
