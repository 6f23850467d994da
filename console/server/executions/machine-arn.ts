import { readStackCreatorArn } from '../../../client/stack-requests/stack-creator-arn.ts';
import { VIAS, type Via } from '../../../core/naming/physical-names.ts';
import { ApiError } from '../http/api-error.ts';
import type { Site } from '../site.ts';

/** The three state machines from the slides, which the page explains. */
export const MACHINES = [...VIAS, 'stack-creator'] as const;

/** One of {@link MACHINES}. */
export type Machine = (typeof MACHINES)[number];

/**
 * Reads a state machine's name from an API path.
 *
 * @throws ApiError if there is no such state machine
 */
export function machineOf(text: string | undefined): Machine {
  const machine = MACHINES.find((each) => each === text);
  if (!machine) {
    throw new ApiError(404, 'There is no such state machine.');
  }
  return machine;
}

/** The stack creator's ARN for each console. */
const stackCreators = new WeakMap<Site, string>();

/** Returns the ARN of the deployment's state machine with the given name. */
export async function machineArn(site: Site, machine: Machine): Promise<string> {
  if (machine !== 'stack-creator') {
    return site.deployment.withMachines(async ({ arns }) => arns[machine as Via]);
  }
  const arn = stackCreators.get(site) ?? (await readStackCreatorArn(site.deployment));
  stackCreators.set(site, arn);
  return arn;
}
