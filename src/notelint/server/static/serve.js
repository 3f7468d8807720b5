// Keys, dialogs and small comforts. Every page works with its links, forms and buttons alone as far as it can.
"use strict";

const find = (selector) => document.querySelector(selector);
const findings = () => [...document.querySelectorAll(".review .entry.finding")];
const KEYS = "notelint-keys";
let current = -1;

function show(index) {
  const all = findings();
  if (!all.length) return;
  current = Math.max(0, Math.min(index, all.length - 1));
  all.forEach((one, at) => {
    one.classList.toggle("current", at === current);
    if (at === current) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  });
  const chosen = all[current];
  const place = chosen.querySelector(".places a[href^='#'], .related a[href^='#']");
  if (place) location.replace(place.getAttribute("href")); // marks the words in the note
  chosen.tabIndex = -1;
  chosen.focus({ preventScroll: true });
  chosen.scrollIntoView({ block: "nearest" });
}

function openDialog(name) {
  const dialog = document.getElementById(name);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
}

function acknowledge(button) {
  if (!button || !find("#acknowledge")) return;
  find("#acknowledge-finding").value = button.dataset.acknowledge;
  find("#acknowledge-says").textContent = button.dataset.says;
  openDialog("acknowledge");
}

function press(selector) {
  const target = find(selector);
  if (!target) return;
  if (target instanceof HTMLFormElement) {
    const button = target.querySelector("button");
    if (!button.disabled) target.requestSubmit(button);
  } else target.click();
}

const ACTIONS = {
  j: () => show(current + 1),
  k: () => show(current < 0 ? 0 : current - 1),
  n: () => press("#next"),
  p: () => press("#previous"),
  a: () => press("#accept"),
  x: () => {
    if (current < 0) show(0);
    const chosen = findings()[current];
    acknowledge(chosen && chosen.querySelector("[data-acknowledge]"));
  },
  q: () => press("#query"),
  c: () => press("#claim"),
  e: () => openDialog("export"),
  u: () => press("#undo"),
  w: () => press(".places a"),
  "?": () => openDialog("help"),
};

function keysAreOn() {
  return localStorage.getItem(KEYS) !== "off";
}

function isTyping(target) {
  return target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const open = find("dialog[open]");
  if (open) {
    const choices = [...open.querySelectorAll("[name=code]")];
    const chosen = choices[Number(event.key) - 1];
    if (chosen) {
      event.preventDefault();
      chosen.checked = true;
      open.querySelector("[name=reason]").focus();
    }
    return;
  }
  if (event.key === "Escape" && find("#back")) return find("#back").click();
  const action = find(".review") && keysAreOn() ? ACTIONS[event.key] : undefined;
  if (!action || event.repeat && event.key === "a") return;
  event.preventDefault();
  action();
});

document.addEventListener("click", (event) => {
  const target = event.target instanceof Element ? event.target.closest("button, a") : null;
  if (!target) return;
  if (target.dataset.dialog) openDialog(target.dataset.dialog);
  if (target.dataset.acknowledge) acknowledge(target);
  if ("close" in target.dataset) target.closest("dialog").close();
  const entry = target.closest(".entry.finding");
  if (entry && findings().includes(entry)) current = findings().indexOf(entry);
});

document.addEventListener("submit", (event) => {
  // One submission is enough: a second one would be refused as a change that came meanwhile.
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "1";
  if (event.target.id === "drop") find("#busy").textContent = "The documents are being checked …";
});

window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));

const keys = find("#keys-on");
if (keys) {
  keys.checked = keysAreOn();
  keys.addEventListener("change", () => localStorage.setItem(KEYS, keys.checked ? "on" : "off"));
}

const drop = find("#drop");
if (drop) {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) find("#documents").files = event.dataTransfer.files;
    });
  }
}

if (find("#go-on")) location.replace("/");
