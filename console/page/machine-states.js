/**
 * Returns all states of a definition in the definition's order, including the states inside a Map or Parallel. A state's name
 * is unique in a state machine.
 */
export const allStates = ({ States }) =>
  Object.entries(States).flatMap(([name, state]) => {
    const { Branches = [], ItemProcessor } = state;
    return [{ name, state }, ...[...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].flatMap(allStates)];
  });
