import { Component, signal } from '@angular/core';
import 'touchpoint-kit';
import type { TpSelectEvent } from 'touchpoint-kit';
import { touchpointKit } from './touchpoint-kit.js';
import { rows } from './rows.js';

@Component({
  selector: 'recipe-app',
  imports: [touchpointKit],
  template: `
    <main>
      <button (click)="steps.set('visit, purchase')">Without signup</button>
      <output>{{ chosen() }}</output>
      <tp-dataset [data]="rows">
        <tp-funnel [steps]="steps()" (tpselect)="choose($event)" />
      </tp-dataset>
    </main>
  `,
})
export class App {
  readonly rows = rows;
  readonly steps = signal('visit, signup, purchase');
  readonly chosen = signal('nothing');

  choose(event: Event): void {
    this.chosen.set((event as TpSelectEvent).detail.mark?.kind ?? 'nothing');
  }
}
