import type { Check } from './finding.ts';

/** Checks that the schedule group exists. When a group is deleted, AWS also deletes the schedules in it. */
export const checkSchedules: Check = async (deployment, { stateMachineArns }) => {
  const { schedules } = await deployment.machines(stateMachineArns);
  const state = await schedules.groupState();
  return { status: state === 'ACTIVE' ? 'ok' : 'fail', kind: 'schedule-group', name: schedules.group, state };
};
