/**
 * Returns all states of a definition, in its order, including those inside a Map or Parallel. A state's name is unique in a
 * state machine.
 */
export const allStates = ({ States }) =>
  Object.entries(States).flatMap(([name, state]) => {
    const { Branches = [], ItemProcessor } = state;
    return [{ name, state }, ...[...Branches, ...(ItemProcessor ? [ItemProcessor] : [])].flatMap(allStates)];
  });
