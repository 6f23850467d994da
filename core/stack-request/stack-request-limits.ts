/**
 * The numbers of a stack request, each with its source. They stand here once: the TypeScript checks read them, and the
 * stack creator's JSONata gets them spliced in.
 */
export const STACK_LIMITS = {
  /** Longest stack name (CloudFormation API Reference, CreateStack, StackName: "can't be longer than 128 characters"). */
  nameCharacters: 128,

  /** Longest template in a request, in bytes of UTF-8 (CreateStack, TemplateBody: "a maximum length of 51,200 bytes"). */
  templateBytes: 51_200,

  /** Deepest nesting of a template that is given as an object: far beyond any template, and within every engine's stack. */
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

  /** How long a stack is waited for unless the request says otherwise, in minutes. */
  defaultDeadlineMinutes: 60,

  /** The longest that a stack may be waited for, in minutes: as long as CloudFormation's own wait conditions, 12 hours. */
  deadlineMinutes: 720,

  /**
   * The sum of the deadlines in one request, in minutes. An execution has a history of at most 25,000 events (Step
   * Functions quotas); a look at a stack takes 9 of them, twice a minute: 21,600 in all, the rest is left for retries.
   */
  totalDeadlineMinutes: 1_200,

  /** Most stacks in one request: 20 at the usual deadline make the sum above. */
  stacks: 20,
} as const;
