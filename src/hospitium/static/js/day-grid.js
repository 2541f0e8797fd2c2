// Moves and lengthens items of the day grid, by mouse and by keyboard. Each change is the small form of the item,
// sent in the background; the answer is the week as it is stored, with what the check found.

const ROW = 5; // minutes
const STEP = 15;
const PAUSE = 600; // ms after the last key before a change is sent
const WIDE = matchMedia("(min-width: 56rem)");
const DAY = 24 * 60;

for (const root of document.querySelectorAll("[data-hospitium-grid]")) start(root);

function start(root) {
  const say = root.querySelector("[data-hospitium-grid-say]");
  const undoButton = root.querySelector("template[data-hospitium-grid-undo]");
  const texts = root.dataset;
  let waiting = null; // the change that was shown and not sent: {item, from, timer}
  let queue = Promise.resolve();
  let last = null; // what to go back to
  let drag = null;

  const body = () => root.querySelector("[data-hospitium-grid-body]");
  const week = () => root.querySelector(".hsp-week");
  const days = () => [...root.querySelectorAll(".hsp-day[data-day]")];
  const items = () => root.querySelectorAll(".hsp-item[data-item]");
  const formOf = (item) => item.querySelector("form");

  prepare();

  // ---- what an item says ------------------------------------------------------
  function read(item) {
    const { day, starts, minutes } = formOf(item).elements;
    return { day: day.value, starts: starts.value ? toMinutes(starts.value) : null, minutes: Number(minutes.value) };
  }

  function toMinutes(text) {
    const [hours, minutes] = text.split(":").map(Number);
    return hours * 60 + minutes;
  }

  function padded(minutes) {
    const day = ((minutes % DAY) + DAY) % DAY;
    return `${String(Math.floor(day / 60)).padStart(2, "0")}:${String(day % 60).padStart(2, "0")}`;
  }

  const clock = (minutes) => padded(minutes).replace(/^0/, "");

  // Shows a place before it is stored.
  function show(item, place) {
    const form = formOf(item);
    form.elements.day.value = place.day;
    form.elements.starts.value = padded(place.starts);
    form.elements.minutes.value = place.minutes;
    const list = days().find((day) => day.dataset.day === place.day)?.querySelector(".hsp-day__list");
    if (list && item.parentElement !== list) {
      const focused = item.contains(document.activeElement) ? document.activeElement : null;
      list.append(item);
      replaceClass(item, "from", 1);
      replaceClass(item, "wide", 12);
      focused?.focus();
    }
    const first = Number(week().dataset.firstHour) * 60;
    replaceClass(item, "at", Math.max(1, Math.floor((place.starts - first) / ROW) + 1));
    replaceClass(item, "for", Math.max(1, Math.round(place.minutes / ROW)));
    const time = item.querySelector("[data-time]");
    if (time) time.textContent = `${clock(place.starts)}–${clock(place.starts + place.minutes)}`;
    item.dataset.moving = "";
  }

  function replaceClass(item, name, value) {
    const old = [...item.classList].find((one) => one.startsWith(`${name}-`));
    if (old) item.classList.replace(old, `${name}-${value}`);
  }

  function words(item, place) {
    const day = days().find((one) => one.dataset.day === place.day);
    return texts.moved
      .replace("{title}", item.querySelector("[data-title]").textContent)
      .replace("{day}", day?.querySelector("h3").textContent ?? place.day)
      .replace("{from}", clock(place.starts))
      .replace("{until}", clock(place.starts + place.minutes));
  }

  function announce(text, { tone = "", undo = false } = {}) {
    say.dataset.tone = tone;
    say.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (undo) {
      const button = undoButton.content.firstElementChild.cloneNode(true);
      button.addEventListener("click", goBack);
      say.append(button);
    }
  }

  // ---- sending ------------------------------------------------------------------
  function send(item, from, { isUndo = false } = {}) {
    const form = formOf(item);
    const place = read(item);
    const pk = item.dataset.item;
    if (same(from, place)) return delete item.dataset.moving;
    queue = queue.then(async () => {
      const current = root.querySelector(`.hsp-item[data-item="${pk}"] form`) ?? form;
      const data = new FormData(current);
      data.set("day", place.day);
      data.set("starts", padded(place.starts));
      data.set("minutes", place.minutes);
      data.set("next", texts.hospitiumGrid); // the answer is the week
      root.setAttribute("aria-busy", "true");
      try {
        const response = await ask(form.action, { method: "POST", body: data });
        await answer(response, pk, words(item, place), from, isUndo);
      } catch {
        await refresh(pk).catch(() => location.reload());
        announce(texts.failed, { tone: "danger" });
      } finally {
        root.removeAttribute("aria-busy");
      }
    });
    return queue;
  }

  function same(one, other) {
    return one.day === other.day && one.starts === other.starts && one.minutes === other.minutes;
  }

  function ask(address, options = {}) {
    return fetch(address, {
      ...options, credentials: "same-origin", headers: { "X-Requested-With": "hospitium", Accept: "text/html" },
    });
  }

  async function answer(response, pk, sentence, from, isUndo) {
    const page = parsed(await response.text());
    const fresh = page.querySelector("[data-hospitium-grid-body]");
    if (response.ok && fresh) {
      const known = findings(body());
      put(fresh, pk);
      const added = [...findings(fresh)].filter(([key]) => !known.has(key)).slice(0, 2)
        .map(([, text]) => texts.new.replace("{finding}", text));
      const summary = fresh.querySelector("[data-hospitium-grid-summary]")?.textContent.trim() ?? "";
      last = isUndo || from.starts === null ? null : { pk, place: from };
      const warnings = [...page.querySelectorAll('[data-hospitium-grid-message="warning"]')].map((one) => one.textContent);
      announce([isUndo ? texts.undone : sentence, ...warnings, ...added, summary].join(" "), { undo: Boolean(last) });
      return;
    }
    const reason = response.status === 422 && oneLine(page.querySelector("[data-hospitium-errors] ul"));
    await refresh(pk);
    announce(reason || (response.status === 409 ? texts.conflict : texts.refused), { tone: "danger" });
  }

  async function refresh(pk) {
    const response = await ask(texts.hospitiumGrid);
    const fresh = response.ok && parsed(await response.text()).querySelector("[data-hospitium-grid-body]");
    if (!fresh) throw new Error("no grid");
    put(fresh, pk);
  }

  const oneLine = (element) => element?.textContent.replace(/\s+/g, " ").trim();
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");

  function findings(part) {
    return new Map([...part.querySelectorAll("[data-finding]")].map((line) => [
      line.dataset.finding,
      `${line.querySelector("[data-finding-name]").textContent}. ${line.querySelector("[data-finding-sentence]").textContent}`,
    ]));
  }

  // Puts the new week in the place of the old; the focus and the place in the frame stay where they were.
  function put(fresh, pk) {
    const old = body();
    const left = old.querySelector(".hsp-scroll")?.scrollLeft ?? 0;
    const hadFocus = old.contains(document.activeElement);
    const isOpen = old.querySelector(".hsp-programme__check details")?.open;
    old.replaceWith(document.adoptNode(fresh));
    prepare();
    fresh.querySelector(".hsp-scroll").scrollLeft = left;
    const more = fresh.querySelector(".hsp-programme__check details");
    if (more && isOpen) more.open = true;
    if (hadFocus) root.querySelector(`.hsp-item[data-item="${pk}"] > a`)?.focus({ preventScroll: true });
  }

  function goBack() {
    const item = last && root.querySelector(`.hsp-item[data-item="${last.pk}"]`);
    if (!item) return;
    const from = read(item);
    show(item, last.place);
    last = null;
    item.querySelector("a").focus();
    send(item, from, { isUndo: true });
  }

  // ---- keyboard -----------------------------------------------------------------
  root.addEventListener("keydown", (event) => {
    if (event.key === "z" && (event.ctrlKey || event.metaKey) && last && !event.target.matches("input")) {
      event.preventDefault();
      goBack();
      return;
    }
    const item = event.target.matches(".hsp-item > a") && event.target.closest(".hsp-item[data-item]");
    if (!item || !event.altKey || event.ctrlKey || event.metaKey || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (waiting && waiting.item !== item) flush();
    const from = read(item);
    const place = next(from, event.key, event.shiftKey);
    if (!place) {
      announce(texts.edge);
      return;
    }
    waiting ??= { item, from };
    clearTimeout(waiting.timer);
    waiting.timer = setTimeout(flush, PAUSE);
    show(item, place);
    item.scrollIntoView({ block: "nearest", inline: "nearest" });
    announce(words(item, place));
  });

  root.addEventListener("focusout", () => waiting && setTimeout(() => {
    if (waiting && !waiting.item.contains(document.activeElement)) flush();
  }));

  function flush() {
    if (!waiting) return;
    const { item, from, timer } = waiting;
    clearTimeout(timer);
    waiting = null;
    send(item, from);
  }

  // Where a key leads to; null when it leads nowhere. What has no time yet begins on the first day at nine.
  function next(place, key, isLength) {
    const all = days().map((day) => day.dataset.day);
    if (place.starts === null) return { ...place, day: all[0], starts: 9 * 60 };
    const vertical = { ArrowUp: -STEP, ArrowDown: STEP }[key];
    if (isLength && !vertical) return null;
    if (isLength) return within({ ...place, minutes: snapped(place.minutes, vertical) });
    if (vertical) return within({ ...place, starts: snapped(place.starts, vertical) });
    const day = all[all.indexOf(place.day) + (key === "ArrowLeft" ? -1 : 1)];
    return day && all.includes(place.day) ? { ...place, day } : null;
  }

  const snapped = (value, step) => (step > 0 ? Math.floor(value / STEP) : Math.ceil(value / STEP)) * STEP + step;

  function within(place) {
    return place.minutes >= STEP && place.starts >= 0 && place.starts + place.minutes <= DAY ? place : null;
  }

  // ---- mouse --------------------------------------------------------------------
  function prepare() {
    for (const item of items()) {
      const grip = document.createElement("span");
      grip.className = "hsp-item__grip";
      item.append(grip);
      item.querySelector("a").draggable = false;
    }
  }

  root.addEventListener("pointerdown", (event) => {
    const item = event.target.closest(".hsp-item[data-item]");
    if (!item || event.button || event.pointerType === "touch" || !WIDE.matches) return;
    if (event.target.closest(".hsp-item__move")) return;
    flush();
    const isLength = event.target.matches(".hsp-item__grip");
    const box = item.getBoundingClientRect();
    drag = { item, isLength, from: read(item), x: event.clientX, y: event.clientY, top: event.clientY - box.top, moved: false };
    if (isLength) event.preventDefault();
  });

  addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    drag.moved = true;
    event.preventDefault();
    const place = under(event);
    if (place) show(drag.item, place);
  });

  addEventListener("pointerup", () => {
    if (!drag) return;
    const { item, from, moved } = drag;
    drag = null;
    if (!moved) return;
    item.querySelector("a").focus({ preventScroll: true });
    // The click that ends the drag does not open the item.
    addEventListener("click", stop, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", stop, { capture: true }));
    send(item, from);
  });

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !drag) return;
    const { item, from } = drag;
    drag = null;
    if (from.starts === null) refresh(item.dataset.item);
    else show(item, from);
    delete item.dataset.moving;
  });

  function stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  // The place under the pointer, in steps of a quarter of an hour.
  function under(event) {
    const day = days().find((one) => {
      const box = one.getBoundingClientRect();
      return event.clientX >= box.left && event.clientX < box.right;
    });
    if (!day) return null;
    const list = day.querySelector(".hsp-day__list").getBoundingClientRect();
    const perRow = list.height / Number(week().dataset.rows);
    const minutesOf = (y) => Math.round(((y / perRow) * ROW) / STEP) * STEP;
    const first = Number(week().dataset.firstHour) * 60;
    if (drag.isLength) {
      const place = read(drag.item);
      return within({ ...place, minutes: Math.max(STEP, first + minutesOf(event.clientY - list.top) - place.starts) });
    }
    if (event.clientY < list.top - perRow * 6) return null;
    const starts = Math.max(0, first + minutesOf(event.clientY - drag.top - list.top));
    return within({ ...drag.from, day: day.dataset.day, starts: Math.min(starts, DAY - drag.from.minutes) });
  }
}
