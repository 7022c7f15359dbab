const Navigate = Symbol('Navigate');
const GenerateUrl = Symbol('GenerateUrl');

/** Adds the two methods to a component; where it goes is told to the page. */
export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](reference, replace = false) {
      globalThis.harness.navigate(structuredClone(reference), replace);
    }

    [GenerateUrl](reference) {
      const { recordId, objectApiName } = reference.attributes ?? {};
      return Promise.resolve(
        recordId ? `/lightning/r/${objectApiName ?? 'sObject'}/${recordId}/view` : '/lightning/page/home',
      );
    }
  };
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;

/** Wire adapter: the page that the component is on. */
export class CurrentPageReference {
  constructor(tell) {
    tell(globalThis.harness.pageReference);
  }
  connect() {}
  disconnect() {}
  update() {}
}
