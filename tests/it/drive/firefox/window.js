// What a test asks of the window around the page. It runs in the browser's own window.

const tab = gBrowser.selectedTab;
const browser = gBrowser.selectedBrowser;
const context = browser.browsingContext;

// Kinds of loads that the interface names by number.
const kinds = ["DOCUMENT", "SUBDOCUMENT", "STYLESHEET", "IMAGE", "SCRIPT", "FONT", "MEDIA", "OBJECT", "FETCH"];
const kind = (number) =>
  (kinds.find((name) => Ci.nsIContentPolicy[`TYPE_${name}`] === number) ?? "OTHER").toLowerCase();

const chrome = {
  // Begins to note down requests and complaints.
  watch: () => {
    const seen = { requests: [], problems: [] };
    window.seenByTest = seen;
    const requests = new Map();
    const observer = {
      observe: (subject, topic) => {
        const channel = subject.QueryInterface(Ci.nsIHttpChannel);
        if (topic !== "http-on-modify-request") {
          const known = requests.get(channel.channelId);
          if (known) known.cached = true;
          return;
        }
        const load = channel.loadInfo;
        const type = kind(load.externalContentPolicyType);
        const request = {
          url: channel.URI.spec,
          method: channel.requestMethod,
          kind: load.internalContentPolicyType === Ci.nsIContentPolicy.TYPE_INTERNAL_IMAGE_FAVICON
            ? "favicon" : type,
          // What no page asked for, and no person who opened one.
          internal: load.browsingContextID === 0 && load.loadingPrincipal?.isSystemPrincipal !== false,
          cached: false,
        };
        requests.set(channel.channelId, request);
        seen.requests.push(request);
      },
    };
    Services.obs.addObserver(observer, "http-on-modify-request");
    Services.obs.addObserver(observer, "http-on-examine-cached-response");
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
  history: () => [context.sessionHistory?.count ?? 0, context.sessionHistory?.index ?? 0],
  zoom: (percent) => {
    ZoomManager.setZoomForBrowser(browser, percent / 100);
  },
  refuseCookies: () => Services.prefs.setIntPref("network.cookie.cookieBehavior", 2),
  cookies: () =>
    [0, 1]
      .flatMap((privateBrowsingId) =>
        Services.cookies.getCookiesWithOriginAttributes(JSON.stringify({ privateBrowsingId })))
      .map(({ name, value, host, path, isSecure, isHttpOnly, sameSite, isSession }) => ({
        name, value, host, path, isSecure, isHttpOnly, sameSite, isSession,
      })),
  tabs: () => gBrowser.tabs.length,
};
