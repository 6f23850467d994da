import { EXIT } from '../failure.ts';
import type { Terminal } from './terminal.ts';

/** Handles Ctrl-C and SIGTERM: prints what the command has started or changed, and ends the command. */
export class Interruption {
  private explanation = 'Nothing was changed.';

  constructor(private readonly terminal: Terminal) {
    const end = () => this.end();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  }

  /** Sets the sentence to print if Ctrl-C or SIGTERM ends the command from now on. */
  leaves(explanation: string): void {
    this.explanation = explanation;
  }

  /** Prints the sentence and ends the command. */
  end(): never {
    this.terminal.quiesce();
    process.stderr.write(`\nInterrupted. ${this.explanation}\n`);
    process.exit(EXIT.interrupted);
  }
}
