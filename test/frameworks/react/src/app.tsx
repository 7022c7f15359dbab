import { useState } from 'react';
import 'touchpoint-kit';
import type { TpSelectEvent } from 'touchpoint-kit';
import type {} from 'touchpoint-kit/react';
import rows from '../../rows.json';

export function App() {
  const [steps, setSteps] = useState('visit, signup, purchase');
  const [chosen, setChosen] = useState('nothing');
  return (
    <main>
      <button onClick={() => setSteps('visit, purchase')}>Without signup</button>
      <output>{chosen}</output>
      <tp-dataset data={rows}>
        <tp-funnel
          steps={steps}
          ontpselect={(event: TpSelectEvent) => setChosen(event.detail.mark?.kind ?? 'nothing')}
        />
      </tp-dataset>
    </main>
  );
}
