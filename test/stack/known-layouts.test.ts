import { layOutMachine } from '../../console/server/executions/lay-out-machine.ts';
import { physicalNames } from '../../core/naming/physical-names.ts';
import { inReadingOrder } from '../../drawing/reading-order.ts';
import { smallDrawing } from '../../drawing/small-drawing.ts';
import { stateMachinesOf } from '../../scripts/templates/state-machines.ts';
import { synthesise } from '../../scripts/templates/synthesise.ts';

jest.mock('../../drawing/lay-out.ts', () => ({
  layOut: () => {
    throw new Error('console/server/executions/known-layouts.json has no such graph: run npm run pictures.');
  },
}));

test.each(['remindme', 'another'])(
  'the page knows the layouts of the state machines of the service %s',
  async (name) => {
    const { sns, lambda, stackCreator } = physicalNames(name).stateMachines;
    const machines = stateMachinesOf(Object.values(synthesise({ name }).templates));

    for (const each of [sns, lambda, stackCreator]) {
      const definition = machines.find((machine) => machine.name === each)?.definition;
      const drawn = JSON.parse(JSON.stringify(definition, inReadingOrder));
      expect((await smallDrawing(drawn, layOutMachine)).shapes.length).toBeGreaterThan(20);
    }
  },
);
