// NODE_OPTIONS loads this file into a process. It makes timers of 10 s or more run HURRY times as fast.
const LONG_MILLISECONDS = 10_000;
const { setTimeout } = globalThis;

globalThis.setTimeout = (callback, milliseconds, ...rest) =>
  setTimeout(callback, milliseconds < LONG_MILLISECONDS ? milliseconds : milliseconds / process.env.HURRY, ...rest);
