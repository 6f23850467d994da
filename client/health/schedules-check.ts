import type { Check } from './finding.ts';

/** Checks that the schedule group exists and is not being deleted. When a group is deleted, AWS also deletes its schedules. */
export const checkSchedules: Check = async (deployment, { stateMachineArns }) => {
  const { schedules } = await deployment.machines(stateMachineArns);
  const state = await schedules.groupState();
  return { status: state === 'ACTIVE' ? 'ok' : 'fail', kind: 'schedule-group', name: schedules.group, state };
};
