/** The limits for a stack request, each with its source. The checks in TypeScript and in JSONata share them. */
export const STACK_LIMITS = {
  /** The longest stack name (CloudFormation API Reference, CreateStack, StackName: "can't be longer than 128 characters"). */
  nameCharacters: 128,

  /** The longest template in a request, in bytes of UTF-8 (CreateStack, TemplateBody: "a maximum length of 51,200 bytes"). */
  templateBytes: 51_200,

  /**
   * The maximum number of levels of nesting in a template that is an object. Templates need fewer levels, and every JSONata
   * engine supports this depth.
   */
  templateLevels: 64,

  /** The longest URL of a template, in characters (CreateStack, TemplateURL: maximum length of 5120). */
  templateUrlCharacters: 5_120,

  /** The maximum number of parameters (CloudFormation quotas, "Parameters: 200"). */
  parameters: 200,

  /** The longest parameter name (CloudFormation quotas, "Parameter name: 255 characters"). */
  parameterNameCharacters: 255,

  /**
   * The longest parameter value, in characters. CloudFormation counts bytes ("Parameter value: 4,096 bytes"), so it refuses
   * some values that the check accepts.
   */
  parameterValueCharacters: 4_096,

  /** The maximum number of tags (CreateStack, Tags: "A maximum number of 50 tags"). */
  tags: 50,

  /** The longest tag key (CloudFormation API Reference, Tag, Key: maximum length of 128). */
  tagKeyCharacters: 128,

  /** The longest tag value (CloudFormation API Reference, Tag, Value: minimum length of 1, maximum length of 256). */
  tagValueCharacters: 256,

  /** A stack's default deadline, in minutes. */
  defaultDeadlineMinutes: 60,

  /**
   * The longest deadline of a stack, in minutes: 12 hours, which is also the longest timeout of a CloudFormation wait
   * condition.
   */
  deadlineMinutes: 720,

  /**
   * The largest sum of all deadlines in one request, in minutes. An execution's history holds at most 25,000 events (Step
   * Functions quotas), and each check of a stack's status adds 9 events. Two checks a minute add 21,600 events in 1,200
   * minutes. Retries do not raise this total, because they delay the next check. The remaining events are for the start and the
   * end of each stack. `test/stack/stack-creator-history.test.ts` has the arithmetic.
   */
  totalDeadlineMinutes: 1_200,

  /** The maximum number of stacks in one request. With the default deadline, 20 stacks reach `totalDeadlineMinutes`. */
  stacks: 20,
} as const;
