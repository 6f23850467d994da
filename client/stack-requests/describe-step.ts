import type { StackProgress } from './stack-progress.ts';

/** Describes a step of the stack creator in words. Statuses keep CloudFormation's own names. */
export function describeStep(step: StackProgress['latest']): string {
  switch (step?.kind) {
    case undefined:
      return 'starting';
    case 'asked':
      return `asked CloudFormation to ${step.verb} it`;
    case 'status':
      return step.status;
    case 'unchanged':
      return 'nothing to change';
    case 'reading-events':
      return 'reading the events';
  }
}
