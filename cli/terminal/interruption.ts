import { EXIT } from '../failure.ts';
import type { Terminal } from './terminal.ts';

/** Ctrl-C: tells in which state things are left, and ends. */
export class Interruption {
  private explanation = 'Nothing was changed.';

  constructor(private readonly terminal: Terminal) {
    const end = () => this.end();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  }

  /** Says what is true from now on if the command is ended here. */
  leaves(explanation: string): void {
    this.explanation = explanation;
  }

  /** Ends the command with the explanation. */
  end(): never {
    this.terminal.quiesce();
    process.stderr.write(`\nInterrupted. ${this.explanation}\n`);
    process.exit(EXIT.interrupted);
  }
}
