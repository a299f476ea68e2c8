// The sounds of a card: the answer's play when it is shown, where the person likes that, and again by a key.

const card = () => document.getElementById("card");
let turn = 0; // of the run that plays: another run, or another card, ends it

const soundsOf = (selector) => [...card().querySelectorAll(`${selector} audio`)];

async function play(sounds) {
  turn += 1;
  const mine = turn;
  for (const each of document.querySelectorAll("#card audio")) each.pause();
  for (const each of sounds) {
    if (mine !== turn || !each.isConnected) return;
    each.currentTime = 0;
    const ended = new Promise((resolve) => {
      for (const event of ["ended", "pause", "error"]) each.addEventListener(event, resolve, { once: true });
    });
    if (await each.play().then(() => true, () => false)) await ended; // a browser may refuse, a file may be missing
  }
}

export function playAnswer() {
  if (card().dataset.sounds === "on") play(soundsOf("#answer"));
}

// The answer's, or the question's where it has none or is not shown; whether there are any.
export function playAgain() {
  const sounds = [soundsOf("#answer"), soundsOf("#question")].find((each) => each.length);
  if (sounds) play(sounds);
  return Boolean(sounds);
}
