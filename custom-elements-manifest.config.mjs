/** Manifest of the elements: `custom-elements.json`, read by Storybook, editors and documentation tools. */
export default {
  globs: ['widgets/**/*.ts'],
  exclude: ['widgets/**/*.styles.ts', 'widgets/locales/**'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [definedElements(), publicMembersOnly()],
};

/** Knows our guarded `define('tp-x', TpX)` as what it is: the registration of an element. */
function definedElements() {
  return {
    name: 'defined-elements',
    analyzePhase({ ts, node, moduleDoc }) {
      if (!ts.isCallExpression(node) || node.expression.getText() !== 'define') return;
      const [tag, element] = node.arguments;
      if (!tag || !ts.isStringLiteral(tag) || !element) return;
      const name = element.getText();
      const declaration = moduleDoc.declarations?.find((one) => one.name === name);
      if (!declaration) return;
      declaration.tagName = tag.text;
      declaration.customElement = true;
      moduleDoc.exports = [
        ...(moduleDoc.exports ?? []),
        { kind: 'custom-element-definition', name: tag.text, declaration: { name, module: moduleDoc.path } },
      ];
    },
  };
}

/** Leaves out private and protected members: an element's documentation shows what a page may use. */
function publicMembersOnly() {
  const isPublic = (member) => !['private', 'protected'].includes(member.privacy) && !member.name?.startsWith('#');
  return {
    name: 'public-members-only',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules ?? []) {
        for (const declaration of module.declarations ?? []) {
          // `dispatchEvent(event)` without a name in sight; the class's own @event lines have it.
          declaration.events = declaration.events?.filter(({ name }) => name);
          if (declaration.members) declaration.members = declaration.members.filter(isPublic);
          const names = new Set(declaration.members?.map((member) => member.name));
          declaration.attributes = declaration.attributes?.filter(
            ({ fieldName }) => fieldName === undefined || names.has(fieldName),
          );
        }
      }
    },
  };
}
