/** Manifest of the elements: `custom-elements.json`, read by Storybook, editors and documentation tools. */
export default {
  globs: ['widgets/**/*.ts'],
  exclude: ['widgets/**/*.styles.ts', 'widgets/locales/**'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [publicMembersOnly()],
};

/** Leaves out private and protected members: an element's documentation shows what a page may use. */
function publicMembersOnly() {
  const isPublic = (member) => !['private', 'protected'].includes(member.privacy) && !member.name?.startsWith('#');
  return {
    name: 'public-members-only',
    packageLinkPhase({ customElementsManifest }) {
      for (const module of customElementsManifest.modules ?? []) {
        for (const declaration of module.declarations ?? []) {
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
