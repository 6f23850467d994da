import { EXIT } from '../failure.ts';
import type { Terminal } from './terminal.ts';

/** Handles Ctrl-C: says what has been started or changed, and ends the command. */
export class Interruption {
  private explanation = 'Nothing was changed.';

  constructor(private readonly terminal: Terminal) {
    const end = () => this.end();
    process.once('SIGINT', end);
    process.once('SIGTERM', end);
  }

  /** Sets what the command says if it is interrupted from now on. */
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
