//! How much a message and a module may use; one place, so an owner can raise them.

/// Bounds on execution. The numbers of [`Limits::default`] are those of the Internet Computer.
#[derive(Clone, Debug)]
pub struct Limits {
    pub update_instructions_max: u64,
    pub query_instructions_max: u64,
    pub install_instructions_max: u64,
    pub inspect_instructions_max: u64,
    /// What a message may run within a block, and what all messages of a block may; the rest goes on beside the blocks, or waits for the next.
    pub share_instructions_max: u64,
    pub block_instructions_max: u64,
    /// What a query may run at once; one that needs more makes way for others.
    pub query_share_instructions_max: u64,
    pub wasm_memory_bytes_max: u64,
    pub stable_memory_bytes_max: u64,
    pub reply_bytes_max: usize,
    pub query_reply_bytes_max: usize,
    pub call_payload_bytes_max: usize,
    pub debug_print_bytes_max: usize,
    /// How much of what a canister printed is kept.
    pub log_bytes_max: usize,
    pub log_records_max: usize,
    pub module_bytes_max: usize,
    pub functions_max: u32,
    pub globals_max: u32,
    pub icp_sections_max: usize,
    pub methods_max: usize,
    pub method_names_bytes_max: usize,
    pub custom_sections_bytes_max: usize,
    pub code_section_bytes_max: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            update_instructions_max: 40_000_000_000,
            query_instructions_max: 5_000_000_000,
            install_instructions_max: 300_000_000_000,
            inspect_instructions_max: 200_000_000,
            share_instructions_max: 1_000_000,
            block_instructions_max: 10_000_000,
            query_share_instructions_max: 4_000_000,
            wasm_memory_bytes_max: 4 << 30,
            stable_memory_bytes_max: 500 << 30,
            reply_bytes_max: 2 << 20,
            query_reply_bytes_max: 3 << 20,
            call_payload_bytes_max: 10 << 20,
            debug_print_bytes_max: 32 << 10,
            log_bytes_max: 64 << 10,
            log_records_max: 1_000,
            module_bytes_max: 100 << 20,
            functions_max: 50_000,
            globals_max: 1_000,
            icp_sections_max: 16,
            methods_max: 1_000,
            method_names_bytes_max: 20_000,
            custom_sections_bytes_max: 1 << 20,
            code_section_bytes_max: 10 << 20,
        }
    }
}
