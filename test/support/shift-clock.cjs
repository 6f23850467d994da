// NODE_OPTIONS loads this file into a process. It sets the process's clock CLOCK_AHEAD milliseconds ahead.
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
