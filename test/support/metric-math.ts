/** The value of a metric or an expression in one period; undefined if there is no data. */
export type Datapoint = number | undefined;

const TOKEN = /\s*([A-Za-z]\w*|[0-9]+(?:[.][0-9]+)?|==|!=|<=|>=|<|>|\(|\)|,)/y;

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
};

/** 1 for true and 0 for false; undefined if one of the values is. */
const whereKnown = (values: readonly Datapoint[], test: (...known: number[]) => boolean): Datapoint =>
  values.includes(undefined) ? undefined : Number(test(...(values as number[])));

function tokensOf(expression: string): string[] {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < expression.trimEnd().length; ) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(expression)?.[1];
    if (token === undefined) {
      throw new Error(`Cannot read the expression from character ${at} on: ${expression}`);
    }
    tokens.push(token);
  }
  return tokens;
}

/**
 * Evaluates an expression of CloudWatch's metric math for one period. It knows what the alarms use: IF, FILL with a number, AND and
 * comparisons (Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics"). An expression over a metric without
 * data has no data either; only FILL gives it a value.
 *
 * @param metrics the value of each metric, by its id
 * @throws Error if the expression uses anything else, or a metric without a value
 */
export function metricMath(expression: string, metrics: Readonly<Record<string, Datapoint>>): Datapoint {
  const tokens = tokensOf(expression);

  function take(expected?: string): string {
    const token = tokens.shift();
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new Error(`${expected ?? 'more'} is expected, not ${token ?? 'the end'}: ${expression}`);
    }
    return token;
  }

  function callOf(name: string): Datapoint {
    take('(');
    const given = [conjunction()];
    while (tokens[0] === ',') {
      take(',');
      given.push(conjunction());
    }
    take(')');
    if (name === 'FILL' && given.length === 2) {
      return given[0] ?? given[1];
    }
    if (name === 'IF' && given.length === 3) {
      return given[0] === undefined ? undefined : given[0] === 0 ? given[2] : given[1];
    }
    throw new Error(`${name} with ${given.length} arguments is not known: ${expression}`);
  }

  function operand(): Datapoint {
    const token = take();
    if (token === '(') {
      const value = conjunction();
      take(')');
      return value;
    }
    if (/^[0-9]/.test(token)) {
      return Number(token);
    }
    if (tokens[0] === '(') {
      return callOf(token);
    }
    if (!(token in metrics)) {
      throw new Error(`There is no metric ${token}: ${expression}`);
    }
    return metrics[token];
  }

  function comparison(): Datapoint {
    const left = operand();
    const compare = COMPARISONS[tokens[0] ?? ''];
    if (compare === undefined) {
      return left;
    }
    take();
    return whereKnown([left, operand()], compare);
  }

  function conjunction(): Datapoint {
    let value = comparison();
    while (tokens[0] === 'AND') {
      take('AND');
      value = whereKnown([value, comparison()], (left, right) => left !== 0 && right !== 0);
    }
    return value;
  }

  const value = conjunction();
  if (tokens.length > 0) {
    throw new Error(`${tokens[0]} is not expected: ${expression}`);
  }
  return value;
}
