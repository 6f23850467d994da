import type { StackNameRules } from '../../core/stack-request/stack-name-rules.ts';
import { checkStackRequest } from '../../core/stack-request/stack-request.ts';
import { checkStackRequestInJsonata } from '../../lib/stack-creator/check-stack-request.ts';
import { JsonataProgram } from '../support/jsonata-program.ts';
import type { Characters } from '../support/strict-jsonata.js';
import { REFUSED, RIGHT } from './stack-request-cases.ts';

const RULES: StackNameRules = { prefix: 'remindme-', ownStacks: ['remindme-reminders'] };

describe.each<Characters>(['code units', 'code points'])('on an engine that counts %s', (characters) => {
  const program = new JsonataProgram(checkStackRequestInJsonata(RULES), characters);
  afterAll(() => program.close());

  test.each(REFUSED)('refuses %s in a sentence', async (_, input, problem) => {
    expect(checkStackRequest(input, RULES)).toEqual({ problem });
    expect(await program.evaluate({ states: { input } })).toEqual({ problem });
  });

  test.each(RIGHT)('accepts %s and fills in the defaults', async (_, input, stacks) => {
    expect(checkStackRequest(input, RULES)).toEqual({ stacks });
    expect(await program.evaluate({ states: { input } })).toEqual({ stacks });
  });
});

test('accepts the stacks that the deployment allows', () => {
  const request = { stackName: 'team-a-web', action: 'delete' };

  expect(checkStackRequest(request, { prefix: 'team-a-', ownStacks: [] })).toHaveProperty('stacks');
  expect(checkStackRequest(request, { prefix: 'team-b-', ownStacks: [] })).toEqual({
    problem: 'stackName must be a name that begins with team-b-, but is "team-a-web".',
  });
});
