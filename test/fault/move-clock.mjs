// Preloaded into the program under test: its clock stands at another time, CLOCK in RFC 3339.
const now = new Date(process.env.CLOCK).getTime();
const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [now] : args));
  }
  static now() {
    return now;
  }
};
