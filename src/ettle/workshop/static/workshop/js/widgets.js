// Starts Wagtail's pickers and choosers. Wagtail writes an inline script beside each; the workshop's policy allows none,
// so our templates write an element instead: what to start, and with which arguments. Stimulus, which comes with
// Wagtail, also finds elements that are added to the page later.
const FUNCTIONS = ["initDateChooser", "initTimeChooser", "initDateTimeChooser", "createTaskChooser"];
const CLASSES = [
  "Chooser",
  "PageChooser",
  "ImageChooser",
  "DocumentChooser",
  "SnippetChooser",
  "InlinePanel",
  "MultipleChooserPanel",
];

/** Wagtail's own names in the window, which come without types. @type {Record<string, any>} */
const scope = window;

scope.wagtail.app.register(
  "ettle-widget",
  class extends scope.StimulusModule.Controller {
    static values = { start: String, arguments: Array };

    connect() {
      /** A controller of Stimulus, with an element and its values. @type {Record<string, any>} */
      const widget = this;
      // Taken out once started: an element that is moved would start a second one.
      widget.element.remove();
      if (FUNCTIONS.includes(widget.startValue)) {
        scope[widget.startValue](...widget.argumentsValue);
      } else if (CLASSES.includes(widget.startValue)) {
        new scope[widget.startValue](...widget.argumentsValue);
      }
    }
  },
);
