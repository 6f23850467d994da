/**
 * Returns all states of a definition, also those inside a Map or Parallel, in the order of the definition. A name is unique in a
 * state machine.
 */
export const allStates = ({ States }) =>
  Object.entries(States).flatMap(([name, state]) => {
    const { Branches = [], ItemProcessor } = state;
    return [{ name, state }, ...[...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].flatMap(allStates)];
  });
