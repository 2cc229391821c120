// What a test asks of the window around the page. It runs in the browser's own window.

const tab = gBrowser.selectedTab;
const browser = gBrowser.selectedBrowser;
const context = browser.browsingContext;

const chrome = {
  // Begins to note down requests and complaints.
  watch: () => {
    const seen = { requests: [], problems: [] };
    window.seenByTest = seen;
    const observer = {
      observe: (subject) => {
        const channel = subject.QueryInterface(Ci.nsIHttpChannel);
        const load = channel.loadInfo;
        seen.requests.push({
          url: channel.URI.spec,
          // What no page asked for, and no person who opened one.
          internal: load.browsingContextID === 0 && load.loadingPrincipal?.isSystemPrincipal !== false,
        });
      },
    };
    Services.obs.addObserver(observer, "http-on-modify-request");
    const listener = {
      QueryInterface: ChromeUtils.generateQI(["nsIConsoleListener"]),
      observe: (message) => {
        if (!(message instanceof Ci.nsIScriptError)) return;
        const csp = message.category.startsWith("CSP");
        const ofPage = /^(https?|data|blob|about:srcdoc)/.test(message.sourceName);
        if (!csp && !ofPage && message.category !== "content javascript") return;
        // That a test has measured a page that is still coming is no fault of the page.
        if (message.category === "Layout") return;
        const where = `${message.sourceName}:${message.lineNumber}`;
        seen.problems.push({ category: message.category, text: `${message.errorMessage} (${where})` });
      },
    };
    Services.console.registerListener(listener);
    // They live as long as the window.
    seen.keep = [observer, listener];
  },
  requests: () => window.seenByTest.requests,
  problems: () => window.seenByTest.problems,
  // No document while the tab has only the empty one that comes before each process's first.
  shown: () => {
    const global = context.currentWindowGlobal;
    const document = !global || global.isInitialDocument ? null : global.innerWindowId;
    return [document, context.sessionHistory?.index ?? 0];
  },
  url: () => browser.currentURI.spec,
  title: () => context.currentWindowGlobal?.documentTitle || browser.contentTitle || "",
  busy: () => ({
    throbber: tab.hasAttribute("busy"),
    loading: browser.webProgress.isLoadingDocument,
    stop: !document.getElementById("Browser:Stop").hasAttribute("disabled"),
  }),
  // What a key or a button of the window does, such as Browser:Reload.
  command: (name) => {
    const command = document.getElementById(name);
    if (command.hasAttribute("disabled")) throw new Error(`${name} is disabled`);
    command.doCommand();
  },
  // Gives the page a size that the window could not have.
  frame: (width, height) => {
    const { style } = browser;
    [style.width, style.height] = [`${width}px`, `${height}px`];
    [style.minWidth, style.flex, style.margin] = ["0", "none", "0 auto 0 0"];
  },
  historyLength: () => context.sessionHistory?.count ?? 0,
  refuseCookies: () => Services.prefs.setIntPref("network.cookie.cookieBehavior", 2),
  cookies: () =>
    [0, 1]
      .flatMap((privateBrowsingId) =>
        Services.cookies.getCookiesWithOriginAttributes(JSON.stringify({ privateBrowsingId })))
      .map(({ name, value, host, path, isSecure, isHttpOnly, sameSite, isSession }) => ({
        name, value, host, path, isSecure, isHttpOnly, sameSite, isSession,
      })),
};
