// A structure that is the whole of a field. Wagtail looks for the element of such a block, which its structures lack.
(() => {
  const { StructBlockDefinition } = window.wagtailStreamField.blocks;
  class PartBlockDefinition {
    constructor(...parts) {
      this.structure = new StructBlockDefinition(...parts);
    }
    render(...place) {
      const block = this.structure.render(...place);
      block.element = block.container[0];
      return block;
    }
  }
  window.telepath.register("cms.form_editor.part_block.PartBlock", PartBlockDefinition);
})();
