// The pages and states that are looked at, and what people did before, so that there is something to see.

/** Somebody at the site: requests with their cookies. */
class Person {
  constructor(site) {
    this.site = site;
    this.cookies = new Map();
  }

  async ask(method, path, body, headers = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const isForm = body instanceof URLSearchParams;
    const answer = await fetch(this.site + path, {
      method,
      redirect: "manual",
      body: body === undefined || isForm || typeof body === "string" ? body : JSON.stringify(body),
      headers: { cookie, ...(body && !isForm ? { "content-type": "application/json" } : {}), ...headers },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair] = line.split(";");
      this.cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return answer;
  }

  /** What an operation answers; `undefined`, told on standard error, where it refuses. */
  async api(method, path, body) {
    const answer = await this.ask(method, `/api/v1${path}`, body);
    const text = await answer.text();
    if (answer.ok) return text ? JSON.parse(text) : {};
    console.error(`${method} ${path}: ${answer.status} ${text.slice(0, 200)}`);
    return undefined;
  }
}

async function signIn(site, login, role) {
  const person = new Person(site);
  await person.ask("POST", "/sign-in/local", new URLSearchParams({ login, role }));
  return person;
}

const ROLES = { newcomer: "volunteer", linxi: "volunteer", haoran: "proofreader", qinghe: "maintainer" };

/** Two drafts in hand, one that waits for its proofreader and one in hand with a remark. */
export async function setTheScene(site) {
  const linxi = await signIn(site, "linxi", ROLES.linxi);
  const qinghe = await signIn(site, "qinghe", ROLES.qinghe);
  const haoran = await signIn(site, "haoran", ROLES.haoran);
  const [{ id: project }] = await linxi.api("GET", "/projects");
  const first = async (state, place = 0) => {
    const page = await linxi.api("GET", `/projects/${project}/posts?state=${state}&limit=8`);
    const free = page?.items.filter((it) => !it.task) ?? [];
    return free[Math.min(place, free.length - 1)]?.slug;
  };
  const claim = async (person, slug) => {
    if (!slug) return undefined;
    const path = `/projects/${project}/posts/${encodeURIComponent(slug)}/claim`;
    return (await person.api("POST", path, {}))?.task.id;
  };
  const posts = { missing: await first("missing", 1), behind: await first("behind", 1), published: await first("published") };
  if (posts.missing) {
    const path = `/projects/${project}/posts/${encodeURIComponent(posts.missing)}/elsewhere`;
    await linxi.api("POST", path, { address: "https://mp.weixin.qq.com/s/AbC_1", word: "作者同意转载" });
  }
  const tasks = { fresh: await claim(linxi, await first("missing")), update: await claim(linxi, await first("behind")) };
  const send = async (person) => {
    const slug = await first("cosmetic") ?? await first("behind", 2);
    const task = await claim(person, slug);
    if (!task) return undefined;
    // A text nobody touched is not sent; one sentence more is a change.
    const draft = await person.api("GET", `/tasks/${task}/draft`);
    const text = `${draft?.text.trimEnd()}\n\n欢迎在评论里告诉我们你的想法。\n`;
    const saved = draft && await person.api("PUT", `/tasks/${task}/draft`, { revision: draft.revision, text });
    return saved && (await person.api("POST", `/tasks/${task}/submit`, { revision: saved.revision })) && task;
  };
  tasks.waiting = await send(linxi);
  tasks.review = await send(qinghe);
  if (tasks.review) {
    await haoran.api("POST", `/tasks/${tasks.review}/review`, {});
    await haoran.api("POST", `/tasks/${tasks.review}/threads`, { line: 12, body: "这一句读着还有点拗口，换个语序试试？" });
  }
  await linxi.ask("POST", "/me/tokens", new URLSearchParams({ name: "我的编辑器", scope: "write", days: "90" }));
  const credits = await linxi.api("GET", `/projects/${project}/contributors`);
  const people = credits?.people ?? [];
  // Whoever did most has the longest page, which is the one to look at.
  const busiest = [...people].sort((a, b) => b.translated - a.translated)[0]?.handle;

  const enter = async (who, language) => {
    const person = who ? await signIn(site, who, ROLES[who]) : new Person(site);
    await person.ask("POST", "/language", new URLSearchParams({ language, back: "/" }));
    return person.cookies;
  };
  return { project, posts, tasks, busiest, enter };
}

const openAll = "for (const it of document.querySelectorAll('main details')) it.open = true";

/** Every look there is something to see of, those of one person together. */
export function looks({ project, posts, tasks, busiest }) {
  const home = `/p/${project}`;
  const post = (slug) => slug && `${home}/posts/${slug.split("/").map(encodeURIComponent).join("/")}`;
  const task = (id, rest = "") => id && `/tasks/${id}${rest}`;
  // The third is what is done on the page, or the fields of the form that leads to it.
  const by = (who, list) => list.filter(([, path]) => path).map(([name, path, then]) =>
    typeof then === "object" ? { who, name, path, fields: then } : { who, name, path, act: then });
  return [
    ...by("", [
      ["sign-in", "/sign-in"],
      ["board, not signed in", home],
      ["board, all", `${home}?state=all&sort=least`],
      ["board, nothing found", `${home}?q=zzzzzz`],
      ["post, missing", post(posts.missing)],
      ["post, behind", post(posts.behind)],
      ["post, published", post(posts.published)],
      ["progress", `${home}/progress`],
      ["progress, all tags", `${home}/progress`, openAll],
      ["credits", `${home}/credits`],
      ["credits, thanks", `${home}/credits?from=2023-01-01&until=2026-12-31#thanks`],
      ["person", busiest && `/people/${encodeURIComponent(busiest)}`],
      ["glossary", `${home}/glossary`],
      ["concordance", `${home}/memory?q=model`],
      ["api", "/api"],
      ["no such page", "/nothing/here"],
      ["no such post", `${home}/posts/nothing-here`],
    ]),
    ...by("newcomer", [
      ["mine, nothing", "/mine"],
      ["notices, nothing", "/notices"],
      ["tokens, none", "/me/tokens"],
    ]),
    ...by("linxi", [
      ["board", home],
      ["mine", "/mine"],
      ["profile", "/me"],
      ["welcome", "/welcome"],
      ["person, own", "/me/page"],
      ["notices", "/notices"],
      ["choices", "/me/notices"],
      ["tokens", "/me/tokens"],
      ["desk, new", task(tasks.fresh)],
      ["desk, update", task(tasks.update)],
      ["history", task(tasks.update, "/history")],
      ["upload", task(tasks.fresh, "/upload")],
      ["desk, waiting", task(tasks.waiting)],
      ["not yours", `${home}/dashboard`],
      ["too large", `${home}/say`, { slug: "any", body: 9_000_000 }],
    ]),
    ...by("haoran", [
      ["review, waiting", task(tasks.waiting, "/review")],
      ["review, in hand", task(tasks.review, "/review")],
      ["mine of a proofreader", "/mine"],
    ]),
    ...by("qinghe", [
      ["dashboard", `${home}/dashboard`],
      ["dashboard, all", `${home}/dashboard`, openAll],
      ["bulk", `${home}/bulk`],
      ["audit", `${home}/audit`],
      ["report", `${home}/report`],
      ["nowhere to publish", task(tasks.update, "/rehearsal")],
      ["channels", `${home}/channels`],
      ["people", "/people"],
      ["post of a maintainer", post(posts.behind), openAll],
      ["glossary of a maintainer", `${home}/glossary`],
    ]),
  ];
}

/** States a demo does not come to, which a test of the pages leaves as files. */
export function storedLooks() {
  return [
    "board_new", "board_new_broken", "board_broken", "board_long", "post_long", "dashboard_new", "dashboard_broken",
    "error_not_found", "error_forbidden", "error_too_large", "error_too_many", "error_unexpected", "error_disk_full",
    "conflict", "rehearsal", "carry_claimed", "workspace_overtaken_claimed", "bulk_done", "mine", "thanks_none", "tokens_made", "concordance_nothing", "progress_empty", "person_empty",
    "app_setup_lost", "app_setup_failed", "app_setup_register", "app_setup_keep", "app_setup_install", "app_setup_done", "app_setup_unwritten",
  ].map((page) => ({ name: `stored, ${page.replaceAll("_", " ")}`, page }));
}
