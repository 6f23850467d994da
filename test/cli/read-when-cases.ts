import { readWhen } from '../../cli/due-time/due-time.ts';
import { formatInstant } from '../../core/reminder/timestamp.ts';
import { NOW, REFUSED, UNDERSTOOD } from './when-cases.ts';

/** Reads all cases in the zone of this process, and prints what comes out. */
function read(zone: string, text: string): string {
  try {
    return formatInstant(readWhen(text, { now: NOW, zone }));
  } catch (error) {
    return (error as Error).message;
  }
}

const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const answers = [UNDERSTOOD, REFUSED].map((cases) => cases.map(([caseZone, text]) => read(caseZone, text)));
console.log(JSON.stringify({ zone, understood: answers[0], refused: answers[1] }));
