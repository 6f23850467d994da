// Preloaded with NODE_OPTIONS into a process whose clock is to be wrong by CLOCK_AHEAD milliseconds.
const ahead = Number(process.env.CLOCK_AHEAD);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...parameters) {
    super(...(parameters.length === 0 ? [RightDate.now() + ahead] : parameters));
  }

  static now() {
    return RightDate.now() + ahead;
  }
};
