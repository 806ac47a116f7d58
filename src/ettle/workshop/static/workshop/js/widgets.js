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

window.wagtail.app.register(
  "ettle-widget",
  class extends window.StimulusModule.Controller {
    static values = { start: String, arguments: Array };

    connect() {
      // Taken out once started: an element that is moved would start a second one.
      this.element.remove();
      if (FUNCTIONS.includes(this.startValue)) {
        window[this.startValue](...this.argumentsValue);
      } else if (CLASSES.includes(this.startValue)) {
        new window[this.startValue](...this.argumentsValue);
      }
    }
  },
);
