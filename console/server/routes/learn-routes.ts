import { physicalNames } from '../../../core/naming/physical-names.ts';
import { startCall } from '../../execution/aws-calls.ts';
import { drawDefinition } from '../executions/drawn-definitions.ts';
import { type Machine, machineArn, machineOf } from '../executions/machine-arn.ts';
import { ApiError } from '../http/api-error.ts';
import type { Route } from '../http/route.ts';
import { examplesOf } from '../learn/examples.ts';
import { lessons } from '../learn/lessons.ts';
import type { Site } from '../site.ts';

function nameOf({ deployment }: Site, machine: Machine): string {
  const { stateMachines } = physicalNames(deployment.service);
  return machine === 'stack-creator' ? stateMachines.stackCreator : stateMachines[machine];
}

/** The routes that explain a state machine and start an example. */
export const LEARN_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'learn/:machine',
    answer: async ({ params }, site) => {
      const machine = machineOf(params['machine']);
      const arn = await machineArn(site, machine);
      await site.reads.take();
      const { definition } = await site.deployment.withMachines(({ executions }) => executions.stateMachine(arn));
      const { endpoint } = site.deployment.connection;
      return {
        machine,
        name: nameOf(site, machine),
        definition: drawDefinition(definition),
        ...lessons(),
        examples: examplesOf(machine, site.deployment.service).map((example) => ({
          ...example,
          command: startCall({
            stateMachineArn: arn,
            input: JSON.stringify(example.input),
            ...(site.isLocal && { endpoint }),
          }).command,
        })),
      };
    },
  },
  {
    method: 'POST',
    path: 'learn/:machine/start',
    answer: async ({ params, body }, site) => {
      const machine = machineOf(params['machine']);
      const example = examplesOf(machine, site.deployment.service)[Number(body['example'])];
      if (!example) {
        throw new ApiError(404, 'There is no such example.');
      }
      const arn = await machineArn(site, machine);
      const id = `learn-${Date.now().toString(36)}`;
      await site.deployment.withMachines(({ executions }) => executions.start(arn, id, JSON.stringify(example.input)));
      if (machine !== 'stack-creator') {
        await site.watch.look(machine, id);
      }
      return { id };
    },
  },
];
