//! What a check leaves for the next one of the same file: the files that it imports, as long as nobody changes them.

use diagnostics::Diagnostic;
use source::{FileId, World};

use crate::program::{Loader, Target};
use crate::{Base, Import, Module, Options};

impl Base {
    /// Returns what can be kept before the main file is checked. Nothing, if something imported has errors or is an actor
    /// elsewhere.
    pub(crate) fn kept(&self, found: &[Diagnostic], main: FileId) -> Option<Base> {
        if self.modules.len() == self.fixed || !self.actors.is_empty() {
            return None;
        }
        let mut kept = self.clone();
        kept.types.settle();
        kept.diagnostics.extend(found.iter().filter(|found| found.primary.file != main).cloned());
        (!kept.diagnostics.iter().any(Diagnostic::is_error)).then_some(kept)
    }

    /// Returns whether the files that may change are as they were, and their imports lead where they led.
    pub(crate) fn is_current(&self, world: &dyn World, options: &Options) -> bool {
        let loader = Loader::new(self, world, options);
        self.modules[self.fixed..].iter().all(|module| {
            let text = world.read(&module.path);
            text.is_ok_and(|text| text == **self.sources.text(module.file))
                && self.leads_there(&loader, module)
        })
    }

    fn leads_there(&self, loader: &Loader<'_>, module: &Module) -> bool {
        module.program.imports.iter().zip(&module.imports).all(|(import, found)| {
            match (loader.resolve(&module.path, &import.url), found) {
                (Target::File(path), Import::Module(id)) => self.modules[id.0 as usize].path == path,
                (Target::Prim, Import::Prim) | (Target::Machine, Import::Machine) => true,
                _ => false,
            }
        })
    }

    /// Returns what was found out before about files that are part of the program.
    pub(crate) fn said_before(&self, parts: &[bool]) -> Vec<Diagnostic> {
        let is_part =
            |file: FileId| self.modules.iter().zip(parts).any(|(module, part)| *part && module.file == file);
        self.diagnostics.iter().filter(|found| is_part(found.primary.file)).cloned().collect()
    }
}
