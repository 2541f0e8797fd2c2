// Lets people be dragged from seat to seat in the picture of a seating plan, and off it. Each change is one of the
// forms of the page, sent in the background; the answer is the plan as it is stored. The forms do the same by keyboard.

for (const root of document.querySelectorAll("[data-hospitium-seating]")) start(root);

function start(root) {
  const say = root.querySelector("[data-hospitium-seating-say]");
  const undoButton = root.querySelector("template[data-hospitium-seating-undo]");
  const texts = root.dataset;
  let drag = null; // {source, label, x, y, over}
  let back = null; // the step that undoes the last one
  let isBusy = false;

  const body = () => root.querySelector("[data-hospitium-seating-body]");
  const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
  const oneLine = (element) => element?.textContent.replace(/\s+/g, " ").trim();

  function announce(text, { tone = "", undo = false } = {}) {
    say.dataset.tone = tone;
    say.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (!undo) return;
    const button = undoButton.content.firstElementChild.cloneNode(true);
    button.addEventListener("click", goBack);
    say.append(button);
  }

  // ---- sending ------------------------------------------------------------------
  // A step is {way: "move" | "take" | "free", values, sentence, back}; `back` is the step that undoes it.
  async function send(step, { isUndo = false } = {}) {
    if (isBusy) return;
    isBusy = true;
    root.setAttribute("aria-busy", "true");
    const data = new FormData(root.querySelector("[data-hospitium-seating-form]"));
    for (const [name, value] of Object.entries(step.values)) data.set(name, value);
    try {
      const response = await fetch(texts[step.way], {
        method: "POST", body: data, credentials: "same-origin", headers: { "X-Requested-With": "hospitium" },
      });
      answer(response, parsed(await response.text()), step, isUndo);
    } catch {
      announce(texts.failed, { tone: "danger" });
    } finally {
      isBusy = false;
      root.removeAttribute("aria-busy");
    }
  }

  function answer(response, page, step, isUndo) {
    const fresh = page.querySelector("[data-hospitium-seating-body]");
    if (fresh) put(fresh);
    if (response.ok && fresh) {
      back = isUndo ? null : step.back;
      announce(isUndo ? texts.undone : step.sentence, { undo: Boolean(back) });
      return;
    }
    const reason = fresh?.querySelector(".hsp-note[data-tone=danger], .hsp-field__error");
    back = null;
    announce(oneLine(reason) || texts.refused, { tone: "danger" });
  }

  function put(fresh) {
    const frames = (part) => [...part.querySelectorAll(".hsp-scroll")];
    const left = frames(body()).map((frame) => frame.scrollLeft);
    body().replaceWith(document.adoptNode(fresh));
    frames(fresh).forEach((frame, index) => (frame.scrollLeft = left[index] ?? 0));
  }

  function goBack() {
    if (!back) return;
    say.focus();
    send(back, { isUndo: true });
  }

  // ---- what a drop means ----------------------------------------------------------
  function stepOf(source, target) {
    const { seat, person, name } = source.dataset;
    const number = target.dataset.seat;
    if (!number) return seat ? freed(source) : null;
    const sentence = moved(name, number);
    if (!seat) {
      return { way: "take", values: { person, name: "", number }, sentence, back: { way: "free", values: { number } } };
    }
    if (seat === number) return null;
    return {
      way: "move",
      values: { origin: seat, target: number },
      sentence: target.dataset.name ? `${sentence} ${moved(target.dataset.name, seat)}` : sentence,
      back: { way: "move", values: { origin: number, target: seat, proposed: proposed(source, target) } },
    };
  }

  // The seats whose people a proposal had put there: taking the step back must not leave them "by hand".
  const proposed = (...seats) =>
    seats.filter((one) => one.dataset.name && !("byHand" in one.dataset)).map((one) => one.dataset.seat).join(" ");

  function freed(source) {
    const { seat: number, person, name } = source.dataset;
    const isListed = !person.startsWith("name-");
    const who = isListed ? { person, name: "" } : { person: "", name };
    return {
      way: "free",
      values: { number },
      sentence: texts.freed.replace("{name}", name),
      back: { way: "take", values: { ...who, number, proposed: proposed(source) } },
    };
  }

  const moved = (name, number) => texts.moved.replace("{name}", name).replace("{number}", number);

  // ---- mouse and keys -------------------------------------------------------------
  root.addEventListener("pointerdown", (event) => {
    const source = event.target.closest("[data-name]");
    if (!source || event.button || event.pointerType === "touch" || isBusy) return;
    event.preventDefault();
    drag = { source, x: event.clientX, y: event.clientY };
  });

  addEventListener("pointermove", (event) => {
    if (!drag) return;
    if (!drag.label && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < 5) return;
    drag.label ??= lifted(drag.source);
    drag.label.style.left = `${event.clientX + 12}px`;
    drag.label.style.top = `${event.clientY + 12}px`;
    mark(under(event));
  });

  addEventListener("pointerup", (event) => {
    if (!drag) return;
    const { source, label } = drag;
    const target = label && under(event);
    putDown();
    const step = target && stepOf(source, target);
    if (step) send(step);
  });

  addEventListener("pointercancel", putDown);

  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag) putDown();
    if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || !back || event.target.matches("input, textarea")) return;
    event.preventDefault();
    goBack();
  });

  function lifted(source) {
    source.dataset.moving = "";
    const label = document.createElement("div");
    label.className = "hsp-dragged";
    label.textContent = source.dataset.name;
    document.body.append(label);
    return label;
  }

  const under = (event) => document.elementFromPoint(event.clientX, event.clientY)
    ?.closest("[data-hospitium-seating] [data-seat], [data-hospitium-seating-out]");

  function mark(target) {
    if (drag.over === target) return;
    delete drag.over?.dataset.over;
    drag.over = target;
    if (target && target !== drag.source) target.dataset.over = "";
  }

  function putDown() {
    if (!drag) return;
    mark(null);
    delete drag.source.dataset.moving;
    drag.label?.remove();
    drag = null;
  }
}
