import { join } from 'node:path';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { stateMachinesOf } from '../templates/state-machines.ts';
import { synthesise } from '../templates/synthesise.ts';
import { architecture } from './architecture.ts';
import { drawArchitecture } from './architecture-picture.ts';
import { stateCalls } from './state-calls.ts';
import { drawStateMachines, type Machine } from './state-machines-picture.ts';

/** A picture of the documentation. */
export interface Picture {
  /** Where it is kept. */
  readonly path: string;
  readonly svg: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
/** The service's name where no setting gives another. */
const NAMES = physicalNames('remindme');

/** The state machines of these names, as the app deploys them. */
export function deployedMachines(names: readonly string[]): Machine[] {
  const deployed = stateMachinesOf(Object.values(synthesise().templates));
  return names.map((name) => {
    const machine = deployed.find((candidate) => candidate.name === name);
    if (machine === undefined) {
      throw new Error(`The app has no state machine ${name}, so it cannot be drawn.`);
    }
    return { name, definition: machine.definition, calls: (state) => stateCalls(state, machine.template) };
  });
}

/** Every picture, drawn from what the app deploys now. */
export function pictures(): Picture[] {
  const { sns, lambda, stackCreator, emailEnqueue, emailSend } = NAMES.stateMachines;
  return [
    {
      path: join(FOLDER, 'reminder-state-machines.svg'),
      svg: drawStateMachines(deployedMachines([sns, lambda]), 'The two state machines that send reminders', {
        compare: true,
      }),
    },
    {
      path: join(FOLDER, 'stack-creator.svg'),
      svg: drawStateMachines(deployedMachines([stackCreator]), 'The state machine that creates stacks', {
        compare: false,
      }),
    },
    {
      path: join(FOLDER, 'email-throttle.svg'),
      svg: drawStateMachines(deployedMachines([emailEnqueue, emailSend]), 'The two state machines that pace emails', {
        compare: false,
      }),
    },
    {
      path: join(FOLDER, 'architecture.svg'),
      svg: drawArchitecture(
        architecture(NAMES),
        'How a reminder reaches you, how a stack is made, and who hears of failures',
      ),
    },
  ];
}
