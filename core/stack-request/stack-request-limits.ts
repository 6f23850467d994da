/** The numbers of a stack request, each with its source. The TypeScript checks and the JSONata checks both use them. */
export const STACK_LIMITS = {
  /** Longest stack name (CloudFormation API Reference, CreateStack, StackName: "can't be longer than 128 characters"). */
  nameCharacters: 128,

  /** Longest template in a request, in bytes of UTF-8 (CreateStack, TemplateBody: "a maximum length of 51,200 bytes"). */
  templateBytes: 51_200,

  /** Deepest nesting of a template that is an object: no template needs as much, and every JSONata engine can handle it. */
  templateLevels: 64,

  /** Longest address of a template (CreateStack, TemplateURL: maximum length of 5120). */
  templateUrlCharacters: 5_120,

  /** Most parameters (CloudFormation quotas, "Parameters: 200"). */
  parameters: 200,

  /** Longest name of a parameter (CloudFormation quotas, "Parameter name: 255 characters"). */
  parameterNameCharacters: 255,

  /** Longest value of a parameter, in characters (CloudFormation quotas, "Parameter value: 4,096 bytes"). */
  parameterValueCharacters: 4_096,

  /** Most tags (CreateStack, Tags: "A maximum number of 50 tags"). */
  tags: 50,

  /** Longest key of a tag (CloudFormation API Reference, Tag, Key: maximum length of 128). */
  tagKeyCharacters: 128,

  /** Longest value of a tag (CloudFormation API Reference, Tag, Value: minimum length of 1, maximum length of 256). */
  tagValueCharacters: 256,

  /** The default deadline of a stack, in minutes. */
  defaultDeadlineMinutes: 60,

  /** The latest deadline of a stack, in minutes: 12 hours, like CloudFormation's own wait conditions. */
  deadlineMinutes: 720,

  /**
   * The sum of the deadlines in one request, in minutes. An execution has a history of at most 25,000 events (Step
   * Functions quotas); a look at a stack takes 9 of them. Two looks a minute make 21,600, with retries or without; the rest
   * is left for the beginning and the end of each stack. `test/stack/stack-creator-history.test.ts` has the arithmetic.
   */
  totalDeadlineMinutes: 1_200,

  /** Most stacks in one request: 20 with the default deadline make the sum above. */
  stacks: 20,
} as const;
